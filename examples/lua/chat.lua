-- Each line goes to everybody else. luajit chat.lua PORT
local turbo = require "turbo"

local Chat = class("Chat", turbo.tcpserver.TCPServer)

function Chat:initialize(...)
    Chat.super.initialize(self, ...)
    self.streams = {}
end

function Chat:tell_others(sender, text)
    for stream in pairs(self.streams) do
        if stream ~= sender and not stream:closed() then
            stream:write(text)
        end
    end
end

function Chat:handle_stream(stream, address)
    self.streams[stream] = address
    self:tell_others(stream, "+ " .. address .. "\n")
    stream:set_close_callback(function()
        self.streams[stream] = nil
        self:tell_others(nil, "- " .. address .. "\n")
    end)
    local function on_line(line)
        self:tell_others(stream, line)
        stream:read_until("\n", on_line)
    end
    stream:read_until("\n", on_line)
end

Chat():listen(tonumber(arg[1]), "127.0.0.1")
turbo.ioloop.instance():start()
