-- Sockets of the system: constants, and the calls that the other modules need.
local ffi = require "ffi"
local bit = require "bit"
local declare = require "turbo.declare"

for text in ([[
typedef unsigned int socklen_t;
typedef struct turbo_address { unsigned short family; unsigned char data[126]; } turbo_address;
typedef struct turbo_info turbo_info;
struct turbo_info { int flags; int family; int type; int protocol; socklen_t length; turbo_address *address; char *name; turbo_info *next; };
int socket(int domain, int type, int protocol);
int bind(int fd, const void *address, socklen_t length);
int listen(int fd, int backlog);
int accept4(int fd, void *address, socklen_t *length, int flags);
int connect(int fd, const void *address, socklen_t length);
int getsockopt(int fd, int level, int name, void *value, socklen_t *length);
int setsockopt(int fd, int level, int name, const void *value, socklen_t length);
int getsockname(int fd, void *address, socklen_t *length);
int fcntl(int fd, int command, ...);
int close(int fd);
int inet_pton(int family, const char *text, void *address);
const char *inet_ntop(int family, const void *address, char *text, socklen_t size);
char *strerror(int number);
int getaddrinfo(const char *node, const char *service, const void *hints, turbo_info **result);
void freeaddrinfo(turbo_info *result);
const char *gai_strerror(int number);
]]):gmatch "[^\n]+" do
    declare(text)
end

local C = ffi.C
local socket = {
    AF_UNSPEC = 0, AF_UNIX = 1, AF_INET = 2, AF_INET6 = 10, PF_UNSPEC = 0, PF_UNIX = 1, PF_INET = 2, PF_INET6 = 10,
    SOCK_STREAM = 1, SOCK_DGRAM = 2, SOCK_RAW = 3, SOCK_NONBLOCK = 2048, SOCK_CLOEXEC = 524288,
    SOL_SOCKET = 1, SOMAXCONN = 128, IPPROTO_TCP = 6, IPPROTO_IPV6 = 41, TCP_NODELAY = 1, IPV6_V6ONLY = 26,
    SO_REUSEADDR = 2, SO_TYPE = 3, SO_ERROR = 4, SO_BROADCAST = 6, SO_SNDBUF = 7, SO_RCVBUF = 8, SO_KEEPALIVE = 9,
    SO_LINGER = 13, SO_REUSEPORT = 15, SO_RCVTIMEO = 20, SO_SNDTIMEO = 21,
    O_RDONLY = 0, O_WRONLY = 1, O_RDWR = 2, O_NONBLOCK = 2048, O_CLOEXEC = 524288,
    F_GETFD = 1, F_SETFD = 2, F_GETFL = 3, F_SETFL = 4, FD_CLOEXEC = 1,
    INADDR_ANY = 0, INADDR_BROADCAST = 0xffffffff, INADDR_NONE = 0xffffffff, INADDR_LOOPBACK = 0x7f000001,
    EPERM = 1, ENOENT = 2, EINTR = 4, EIO = 5, EBADF = 9, EAGAIN = 11, EWOULDBLOCK = 11, ENOMEM = 12, EACCES = 13,
    EFAULT = 14, EEXIST = 17, EINVAL = 22, ENFILE = 23, EMFILE = 24, ENOSPC = 28, EPIPE = 32, ENOTSOCK = 88,
    EPROTONOSUPPORT = 93, EOPNOTSUPP = 95, EAFNOSUPPORT = 97, EADDRINUSE = 98, EADDRNOTAVAIL = 99, ENETDOWN = 100,
    ENETUNREACH = 101, ECONNABORTED = 103, ECONNRESET = 104, ENOBUFS = 105, EISCONN = 106, ENOTCONN = 107,
    ETIMEDOUT = 110, ECONNREFUSED = 111, EHOSTUNREACH = 113, EALREADY = 114, EINPROGRESS = 115,
    C = C,
}

--- The system's words for an error.
function socket.strerror(number)
    return ffi.string(C.strerror(number))
end

local function failed()
    return -1, socket.strerror(ffi.errno())
end

--- A socket that does not wait; -1 and the reason when there is none.
function socket.new_nonblock_socket(family, kind, protocol)
    local fd = C.socket(family, bit.bor(kind, socket.SOCK_NONBLOCK, socket.SOCK_CLOEXEC), protocol or 0)
    if fd < 0 then
        return failed()
    end
    return fd
end

--- Makes a socket one that does not wait: 0, or -1 and the reason.
function socket.set_nonblock_flag(fd)
    local flags = C.fcntl(fd, socket.F_GETFL)
    if flags < 0 or C.fcntl(fd, socket.F_SETFL, ffi.cast("int", bit.bor(flags, socket.O_NONBLOCK))) < 0 then
        return failed()
    end
    return 0
end

--- Sets an option that is a number: 0, or -1 and the reason.
function socket.set_option(fd, level, name, value)
    if C.setsockopt(fd, level, name, ffi.new("int[1]", value), 4) < 0 then
        return failed()
    end
    return 0
end

function socket.set_reuseaddr_opt(fd)
    return socket.set_option(fd, socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
end

--- Result of the call, and the error that waits on the socket.
function socket.get_socket_error(fd)
    local value, length = ffi.new "int[1]", ffi.new("socklen_t[1]", 4)
    local result = C.getsockopt(fd, socket.SOL_SOCKET, socket.SO_ERROR, value, length)
    return result, value[0]
end

-- An address in the form of the system, with its length: family, port and text or number. nil and a reason otherwise.
function socket.pack_address(family, port, address)
    local place = ffi.new "turbo_address"
    place.family = family
    place.data[0], place.data[1] = bit.rshift(port, 8), bit.band(port, 255)
    if family == socket.AF_INET then
        if type(address) == "number" then
            for byte = 0, 3 do
                place.data[2 + byte] = bit.band(bit.rshift(address, 24 - 8 * byte), 255)
            end
        elseif C.inet_pton(family, address, place.data + 2) ~= 1 then
            return nil, ("Invalid address %s"):format(address)
        end
        return place, 16
    elseif family == socket.AF_INET6 then
        if C.inet_pton(family, address, place.data + 6) ~= 1 then
            return nil, ("Invalid address %s"):format(address)
        end
        return place, 28
    end
    return nil, "Only AF_INET and AF_INET6 is supported"
end

local text_place = ffi.new "char[64]"

-- The text of an address in the form of the system, and its port.
function socket.unpack_address(place)
    local family = place.family
    local start = family == socket.AF_INET and 2 or family == socket.AF_INET6 and 6
    if not start then
        return ""
    end
    local text = C.inet_ntop(family, place.data + start, text_place, 64)
    return ffi.string(text), place.data[0] * 256 + place.data[1]
end

--- The port that a socket is bound to; nil and a reason.
function socket.bound_port(fd)
    local place, length = ffi.new "turbo_address", ffi.new("socklen_t[1]", ffi.sizeof "turbo_address")
    if C.getsockname(fd, place, length) < 0 then
        return nil, socket.strerror(ffi.errno())
    end
    local _, port = socket.unpack_address(place)
    return port
end

--- The addresses of a name as texts, found while the program waits. nil and a reason when there are none.
function socket.resolv_hostname(name)
    local result = ffi.new "turbo_info *[1]"
    local code = C.getaddrinfo(name, nil, nil, result)
    if code ~= 0 then
        return nil, ffi.string(C.gai_strerror(code))
    end
    local addresses, seen, info = {}, {}, result[0]
    while info ~= nil do
        local text = socket.unpack_address(info.address)
        if not seen[text] then
            seen[text] = true
            addresses[#addresses + 1] = text
        end
        info = info.next
    end
    C.freeaddrinfo(result[0])
    return addresses
end

return socket
