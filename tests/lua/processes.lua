-- Three processes on one listener: each answers with its number until it is told to stop. With TLS for two arguments:
-- CERT_FILE KEY_FILE
TURBO_SSL = true
local turbo = require "turbo"
local ffi = require "ffi"

local Server = class("Server", turbo.tcpserver.TCPServer)

function Server:handle_stream(stream)
    stream:write(tostring(ffi.C.getpid()) .. "\n", stream.close, stream)
end

local server = Server(nil, arg[1] and { cert_file = arg[1], key_file = arg[2] })
server:bind(0, "127.0.0.1")
io.stdout:write("port ", server:port(), "\n")
io.stdout:flush()
server:start(3)
local loop = turbo.ioloop.instance()
loop:add_signal_handler(turbo.signal.SIGTERM, loop.close, loop)
loop:start()
