-- Servers: they accept, and give each connection to handle_stream().
local native_class = require "turbo.class"
local crypto = require "turbo.crypto"
local ioloop = require "turbo.ioloop"
local iostream = require "turbo.iostream"
local log = require "turbo.log"
local socket = require "turbo.socket"
local sockutil = require "turbo.sockutil"
local declare = require "turbo.declare"

declare "int fork(void);"

local C = socket.C
local tcpserver = {}
local TCPServer = native_class "TCPServer"
tcpserver.TCPServer = TCPServer

--- All arguments may be nil; the loop is then that of the program, found when it is needed first. `ssl_options` has the
--- files `cert_file` and `key_file` (PEM): each connection is then an SSLIOStream.
function TCPServer:initialize(io_loop, ssl_options, max_buffer_size)
    self.io_loop = io_loop
    self.max_buffer_size = max_buffer_size
    self._sockets, self._pending = {}, {}
    self._started = false
    if ssl_options then
        if not _G.TURBO_SSL then
            error("TURBO_SSL is not defined and you are trying to use SSL.", 2)
        end
        self.ssl_options = crypto.server_options(ssl_options)
    end
end

--- Called with each connection, an IOStream, and the address of the client: to be overridden.
function TCPServer:handle_stream(_stream, _address)
    error "handle_stream method not implemented in this object"
end

--- Listens on a port and accepts at once; may be called as often as one likes. A text with a colon is an IPv6 address.
function TCPServer:listen(port, address, backlog, family)
    assert(port, "Please specify port for listen() method.")
    self:add_socket(sockutil.bind_sockets(port, address, backlog, family))
end

--- Listens on a port, and accepts from start() on: clients wait until then.
function TCPServer:bind(port, address, backlog, family)
    assert(port, "Please specify port for bind() method.")
    local fd = sockutil.bind_sockets(port, address, backlog, family)
    if self._started then
        self:add_socket(fd)
    else
        self._pending[#self._pending + 1] = fd
    end
end

--- Accepts on the sockets of bind(), with `procs` processes in all: each returns from here and has its own loop.
function TCPServer:start(procs)
    assert(not self._started, "Already started TCPServer.")
    self._started = true
    for _ = 2, procs or 1 do
        local process = C.fork()
        if process < 0 then
            error("Could not fork. " .. socket.strerror(require("ffi").errno()))
        elseif process > 0 then
            break
        end
    end
    local pending = self._pending
    self._pending = {}
    self:add_sockets(pending)
end

--- Accepts on a list of listening sockets.
function TCPServer:add_sockets(sockets)
    for _, fd in ipairs(sockets) do
        self:add_socket(fd)
    end
end

--- Accepts on a listening socket.
function TCPServer:add_socket(fd)
    self.io_loop = self.io_loop or ioloop.instance()
    if self.ssl_options then
        -- Whatever is wrong with it is told now.
        self.ssl_options._ssl_ctx:side()
    end
    local ok, why
    if self.ssl_options then
        ok, why = sockutil.add_accept_handler(fd, self._handle_connection, self.io_loop, self)
    else
        ok, why = self.io_loop:_listen(fd, self)
    end
    if not ok then
        error("Cannot accept connections: " .. tostring(why), 2)
    end
    self._sockets[fd] = true
end

--- The port of the first listening socket, which the system chose for port 0.
function TCPServer:port()
    local fd = next(self._sockets) or self._pending[1]
    return fd and socket.bound_port(fd)
end

--- Closes the listening sockets; streams that are open live on.
function TCPServer:stop()
    for fd in pairs(self._sockets) do
        self.io_loop:remove_handler(fd)
        sockutil.closed[fd] = true
        C.close(fd)
    end
    for _, fd in ipairs(self._pending) do
        C.close(fd)
    end
    self._sockets, self._pending = {}, {}
end

-- A connection that the library has accepted, as a stream that _give() will get.
function TCPServer:_accepted(connection, fd)
    return iostream._accepted(connection, fd, self)
end

-- A socket that was accepted here: one that is to be secured.
function TCPServer:_handle_connection(fd, address)
    self:_give(iostream.SSLIOStream(fd, self.ssl_options, self.io_loop, self.max_buffer_size), address)
end

local function handle_stream(server, stream, address)
    server:handle_stream(stream, address)
end

function TCPServer:_give(stream, address)
    -- One bad client is its own trouble: the next ones are accepted.
    local ok, why = xpcall(handle_stream, ioloop.trace, self, stream, address)
    if not ok then
        log.error(("[tcpserver.lua] The stream of %s is closed: %s"):format(address, why))
        stream:close()
    end
end
jit.off(TCPServer._give)
jit.off(handle_stream)

return tcpserver
