-- Streams that look as if they waited, for callbacks: each call yields until it is done.
local async = require "turbo.async"
local class = require "turbo.class"
local coctx = require "turbo.coctx"
local crypto = require "turbo.crypto"
local ioloop = require "turbo.ioloop"
local iostream = require "turbo.iostream"
local socket = require "turbo.socket"

local CLOSED = "The stream has closed."

local iosimple = {}
local IOSimple = class "IOSimple"
iosimple.IOSimple = IOSimple

function IOSimple:initialize(stream)
    self.stream, self.io_loop = stream, stream.io_loop
    stream:set_close_callback(self._closed, self)
end

-- A read that will never be done is woken by the end of the stream.
function IOSimple:_closed()
    local waiting = self._waiting
    self._waiting = nil
    if waiting then
        waiting:set_arguments { nil, CLOSED }
        waiting:finalize_context()
    end
end

local function make_stream(fd, io_loop, ssl)
    if not ssl then
        return iostream.IOStream(fd, io_loop)
    end
    local wish = type(ssl) == "table" and ssl or {}
    local key_file = wish.key_file or wish.priv_file
    local code, context = crypto.ssl_create_client_context(wish.cert_file, key_file, wish.ca_path, wish.verify_ca)
    if code ~= 0 then
        socket.C.close(fd)
        error(context, 3)
    end
    return iostream.SSLIOStream(fd, { _ssl_ctx = context, _type = 1 }, io_loop)
end

--- Connects to tcp://host:port and returns the stream; raises the reason when that fails. `ssl`: true for TLS, or a table
--- with any of `ca_path` (a file of authorities), `verify_ca` (false = of any issuer), `verify_name` (false = for any name),
--- `cert_file` and `key_file`.
function iosimple.dial(address, ssl, io_loop)
    local host, port = address:match "^tcp://%[?([^%]]+)%]?:(%d+)$"
    if not host then
        error("Invalid address: use tcp://host:port", 2)
    end
    io_loop = io_loop or ioloop.instance()
    local family = host:find(":", 1, true) and socket.AF_INET6 or socket.AF_INET
    local fd, why = socket.new_nonblock_socket(family, socket.SOCK_STREAM, 0)
    if fd < 0 then
        error(why, 2)
    end
    local stream = make_stream(fd, io_loop, ssl)
    local context = coctx.CoroutineContext(io_loop)
    local function connected()
        context:set_arguments { true }
        context:finalize_context()
    end
    local function failed(...)
        context:set_arguments { false, select(select("#", ...), ...) }
        context:finalize_context()
    end
    if ssl then
        local takes_any_name = type(ssl) == "table" and ssl.verify_name == false
        stream:connect(host, tonumber(port), family, not takes_any_name or "chain", connected, failed)
    else
        stream:connect(host, tonumber(port), family, connected, failed)
    end
    local ok, text = coroutine.yield(context)
    if not ok then
        error(("Could not connect to %s: %s"):format(address, tostring(text)), 2)
    end
    return IOSimple(stream)
end

function IOSimple:_yield(name, ...)
    local ok, context = pcall(async.task, self.stream[name], self.stream, ...)
    if not ok then
        if name ~= "write" and self.stream:closed() then
            return nil, CLOSED
        end
        error(context, 0)
    end
    self._waiting = context
    local data, why = coroutine.yield(context)
    self._waiting = nil
    return data, why
end

for _, name in ipairs { "read_until", "read_until_pattern", "read_bytes", "read_until_close" } do
    --- Returns the data, or nil and the reason.
    IOSimple[name] = function(self, ...)
        return self:_yield(name, ...)
    end
end

--- Returns when everything has gone to the system.
function IOSimple:write(data)
    self:_yield("write", data)
end

function IOSimple:close()
    self.stream:close()
end

--- The stream with callbacks.
function IOSimple:get_iostream()
    return self.stream
end

return iosimple
