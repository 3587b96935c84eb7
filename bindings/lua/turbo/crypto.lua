-- TLS for servers: certificates, and listeners whose streams are secured by the library.
local ffi = require "ffi"
local native = require "cerver.native"
local class = require "turbo.class"
local ioloop = require "turbo.ioloop"
local iostream = require "turbo.iostream"
local log = require "turbo.log"

local lib, K = native.lib, native.constants
local crypto = {}

--- A stream that TLS secures, as the handle_stream() of a server with ssl_options gets it.
local SSLIOStream = class("SSLIOStream", iostream.IOStream)
crypto.SSLIOStream = SSLIOStream

-- A connection that a listener below has accepted.
function SSLIOStream:initialize(connection, io_loop, max_buffer_size)
    -- The descriptor is the library's own; closed streams have none.
    iostream.IOStream.initialize(self, -1, io_loop, max_buffer_size)
    self._connection, self._number = connection, self.io_loop:_enter(self)
    lib.cerver_connection_set_tag(connection, self._number)
end

local function secured(options)
    local server = lib.cerver_create_stream("turbo-tls", 0, 0)
    if server == nil then
        error(native.message(), 0)
    end
    if lib.cerver_add_tls_certificate(server, options.cert_file, options.key_file) ~= K.CERVER_OK then
        local why = native.message()
        lib.cerver_teardown(server)
        error("Could not create SSL context. " .. why, 0)
    end
    return server
end

local function check_file(options, name)
    local path = options[name]
    local file = type(path) == "string" and io.open(path, "r")
    if not file then
        error(("SSL %s, %s, does not exist."):format(name, tostring(path)), 0)
    end
    file:close()
end

--- Checks `cert_file` (PEM, with its chain) and `key_file` of a server; raises what is wrong with them.
function crypto.server_options(options)
    if not _G.TURBO_SSL then
        error("TURBO_SSL is not defined and you are trying to use SSL.", 0)
    end
    check_file(options, "cert_file")
    check_file(options, "key_file")
    -- A server before a fork() is of no use after it: this one only tells of errors.
    lib.cerver_teardown(secured(options))
    return options
end

local function address_of(connection)
    local text = ffi.new "char[64]"
    lib.cerver_connection_get_remote_address(connection, text, 64)
    return (ffi.string(text):gsub(":%d+$", ""):gsub("[%[%]]", ""))
end

--- Accepts on a listening socket; `accepted(stream, address)` follows for each client, which may not be secured yet: what
--- is written waits until it is.
function crypto.accept(fd, options, io_loop, max_buffer_size, accepted)
    local server = secured(options)
    native.check(lib.cerver_disable_main_listener(server), 2)
    native.check(lib.cerver_listen_fd(server, fd), 2)
    native.check(lib.cerver_set_listener_tls(server, 0, true), 2)
    native.check(lib.cerver_set_idle_timeout(server, 0), 2)
    lib.cerver_set_receive_buffer_size(server, 65536)
    native.check(lib.cerver_open(server), 2)

    local streams = {}
    local function tell(event)
        if event.kind == K.CERVER_EVENT_TLS_FAILED then
            return log.warning("[crypto.lua] " .. ffi.string(event.data, event.size))
        end
        local key = tostring(event.connection)
        if event.kind == K.CERVER_EVENT_OPENED then
            local stream = SSLIOStream(event.connection, io_loop, max_buffer_size)
            streams[key] = stream
            return accepted(stream, address_of(event.connection))
        end
        local stream = streams[key]
        if event.kind == K.CERVER_EVENT_CLOSED then
            streams[key] = nil
        end
        if stream then
            ioloop.kinds[event.kind](stream, event)
        end
    end
    -- One event at a time: a callback that yields leaves the others to the next turn.
    local function pull()
        local event = ffi.new "CerverEvent[1]"
        while lib.cerver_next_events(server, event, 1, 0) == 1 do
            tell(event[0])
        end
    end
    local ready = lib.cerver_get_poll_fd(server)
    local ok, why = io_loop:add_handler(ready, ioloop.READ, pull)
    if not ok then
        error(why, 2)
    end
end

iostream.SSLIOStream = SSLIOStream

return crypto
