-- Messages behind their length in 4 bytes; each is answered with itself backwards. luajit prefix.lua PORT
local turbo = require "turbo"
local bit = require "bit"

local Server = class("Server", turbo.tcpserver.TCPServer)

local function number(bytes)
    local a, b, c, d = bytes:byte(1, 4)
    return ((a * 256 + b) * 256 + c) * 256 + d
end

local function bytes(length)
    return string.char(bit.rshift(length, 24), bit.band(bit.rshift(length, 16), 255), bit.band(bit.rshift(length, 8), 255),
        bit.band(length, 255))
end

function Server:handle_stream(stream)
    local task = turbo.async.task
    -- This runs inside a coroutine of the loop, so it may wait for what it wants.
    while not stream:closed() do
        local length = number(coroutine.yield(task(stream.read_bytes, stream, 4)))
        if length > 65536 then
            return stream:close()
        end
        local message = coroutine.yield(task(stream.read_bytes, stream, length))
        stream:write(bytes(length) .. message:reverse())
    end
end

Server():listen(tonumber(arg[1]), "127.0.0.1")
turbo.ioloop.instance():start()
