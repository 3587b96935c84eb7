-- Listening sockets, and how they are accepted from.
local ffi = require "ffi"
local bit = require "bit"
local socket = require "turbo.socket"
local log = require "turbo.log"

local C = ffi.C
local sockutil = {}

-- Connections taken at a time, so that others get their turn.
local MOST_ACCEPTED = 64
-- Milliseconds without accepting after the system had no descriptors.
local PAUSE = 100

--- An address in the form of the system, and its length. `address` is a text, or for IPv4 a number in host order.
function sockutil.create_server_address(port, address, family)
    if type(address) ~= "string" and type(address) ~= "number" then
        error "Invalid input address must be a string or a number"
    end
    local place, length = socket.pack_address(family, port, address)
    if not place then
        error(length)
    end
    return place, length
end

--- A socket that listens; nobody accepts from it yet, so clients wait. Raises the reason when there is none.
function sockutil.bind_sockets(port, address, backlog, family)
    local is_v6 = type(address) == "string" and address:find(":", 1, true)
    family = family or (is_v6 and socket.AF_INET6 or socket.AF_INET)
    address = address or (family == socket.AF_INET6 and "::" or socket.INADDR_ANY)
    local place, length = sockutil.create_server_address(port, address, family)
    local fd, why = socket.new_nonblock_socket(family, socket.SOCK_STREAM, 0)
    if fd < 0 then
        error("[tcpserver.lua] Could not create socket. " .. why)
    end
    local function fail(what)
        local reason = socket.strerror(ffi.errno())
        C.close(fd)
        error(("[tcpserver.lua] Could not %s %s:%s. %s"):format(what, tostring(address), tostring(port), reason))
    end
    if socket.set_reuseaddr_opt(fd) ~= 0 then
        fail "set SO_REUSEADDR for"
    end
    if family == socket.AF_INET6 then
        -- So that a listener of its own can have the port for IPv4.
        socket.set_option(fd, socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    end
    if C.bind(fd, place, length) ~= 0 then
        fail "bind to"
    end
    if C.listen(fd, backlog or 128) ~= 0 then
        fail "listen on"
    end
    return fd
end

local FLAGS = bit.bor(socket.SOCK_NONBLOCK, socket.SOCK_CLOEXEC)
local WITHOUT_ROOM = { [socket.EMFILE] = true, [socket.ENFILE] = true, [socket.ENOMEM] = true, [socket.ENOBUFS] = true }

--- Calls `callback(fd, address)`, or `callback(arg, fd, address)`, for each connection that comes to a listening socket.
function sockutil.add_accept_handler(fd, callback, io_loop, arg)
    local ioloop = require "turbo.ioloop"
    io_loop = io_loop or ioloop.instance()
    local place, length = ffi.new "turbo_address", ffi.new "socklen_t[1]"
    local function accept()
        for _ = 1, MOST_ACCEPTED do
            length[0] = ffi.sizeof "turbo_address"
            local client = C.accept4(fd, place, length, FLAGS)
            if client < 0 then
                local number = ffi.errno()
                if WITHOUT_ROOM[number] then
                    log.warning("[sockutil.lua] Cannot accept connections for a moment: " .. socket.strerror(number))
                    io_loop:remove_handler(fd)
                    io_loop:add_timeout(ioloop.now() + PAUSE, function()
                        if not sockutil.closed[fd] then
                            io_loop:add_handler(fd, ioloop.READ, accept)
                        end
                    end)
                end
                return
            end
            local address = socket.unpack_address(place)
            if arg ~= nil then
                callback(arg, client, address)
            else
                callback(client, address)
            end
        end
    end
    sockutil.closed[fd] = nil
    return io_loop:add_handler(fd, ioloop.READ, accept)
end

-- Listening sockets that were closed while their loop made a pause.
sockutil.closed = {}

--- Begins to connect a socket to an address of the system: the address, or nil and a reason.
function sockutil.connect_addrinfo(fd, address, length)
    if C.connect(fd, address, length or ffi.sizeof "turbo_address") == 0 or ffi.errno() == socket.EINPROGRESS then
        return address
    end
    return nil, socket.strerror(ffi.errno())
end

return sockutil
