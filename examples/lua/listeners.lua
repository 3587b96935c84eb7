-- One server on several listeners, IPv4 and IPv6: tells each client its address. luajit listeners.lua PORT
local turbo = require "turbo"

local WhoAmI = class("WhoAmI", turbo.tcpserver.TCPServer)

function WhoAmI:handle_stream(stream, address)
    stream:write(address .. "\n", stream.close, stream)
end

local server = WhoAmI()
-- Clients wait from here on, and are served from start() on.
server:bind(tonumber(arg[1]), "127.0.0.1")
server:bind(tonumber(arg[1]), "::1")
server:start()
turbo.ioloop.instance():start()
