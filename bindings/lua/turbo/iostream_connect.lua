-- Streams as clients: the name is looked up away from the loop, and the stream's own socket is connected.
local ffi = require "ffi"
local native = require "cerver.native"
local ioloop = require "turbo.ioloop"
local socket = require "turbo.socket"

local lib, K = native.lib, native.constants
local C = socket.C

-- Seconds for a name and its connection.
local DEFAULT_TIMEOUT = 30

return function(IOStream)
    --- Connects the socket of the stream to a port of an address or name. `callback()` or `failed(errno, text)` follows,
    --- each with `arg` in front if there is one; `failed(text)` for a name without an address. Returns 0.
    function IOStream:connect(address, port, family, callback, failed, arg)
        assert(type(address) == "string", "an address is a text")
        assert(type(port) == "number", "a port is a number")
        self._dial = { port = port, family = family or socket.AF_INET, callback = callback, failed = failed, arg = arg }
        local seconds = self.args.dns_timeout or DEFAULT_TIMEOUT
        self._dial.timeout = self.io_loop:add_timeout(ioloop.now() + seconds * 1000, function()
            self:_dial_failed(socket.ETIMEDOUT, socket.strerror(socket.ETIMEDOUT))
        end)
        if socket.pack_address(self._dial.family, port, address) then
            self:_dial_address(address)
        else
            self._number = self.io_loop:_enter(self)
            if lib.cerver_resolve(self.io_loop:_native(), address, self._number) ~= K.CERVER_OK then
                self:_dial_failed(nil, native.message())
            end
        end
        return 0
    end

    function IOStream:_dial_address(address)
        local dial = self._dial
        local place, length = socket.pack_address(dial.family, dial.port, address)
        if C.connect(self.socket, place, length) == 0 then
            return self.io_loop:add_callback(self._dial_done, self)
        end
        local number = ffi.errno()
        if number ~= socket.EINPROGRESS then
            return self:_dial_failed(number, socket.strerror(number))
        end
        self.io_loop:add_handler(self.socket, ioloop.WRITE, function(fd)
            self.io_loop:remove_handler(fd)
            local _, waiting = socket.get_socket_error(fd)
            if waiting ~= 0 then
                return self:_dial_failed(waiting, socket.strerror(waiting))
            end
            self:_dial_done()
        end)
    end

    ioloop.kinds[K.CERVER_EVENT_RESOLVED] = function(self, event)
        local dial = self._dial
        self.io_loop:_leave(self._number)
        self._number = nil
        if not dial or not self.socket then
            return
        end
        local text = event.size > 0 and ffi.string(event.data, event.size) or ""
        if event.reason ~= 0 then
            return self:_dial_failed(nil, text)
        end
        for address in text:gmatch "[^\n]+" do
            if socket.pack_address(dial.family, dial.port, address) then
                return self:_dial_address(address)
            end
        end
        self:_dial_failed(nil, "The name has no address of this family.")
    end

    function IOStream:_end_dial()
        local dial = self._dial
        self._dial = nil
        self.io_loop:remove_timeout(dial.timeout)
        return dial
    end

    function IOStream:_dial_done()
        if not self._dial or not self.socket then
            return
        end
        local dial = self:_end_dial()
        local ok, why = pcall(self._open, self)
        if not ok then
            return self:_tell_failure(dial, nil, why)
        end
        if dial.callback then
            ioloop.guarded(dial.callback, dial.arg)
        end
    end

    function IOStream:_dial_failed(number, text)
        if self._dial then
            self:_tell_failure(self:_end_dial(), number, text)
        end
    end

    function IOStream:_tell_failure(dial, number, text)
        self.error = number
        self.io_loop:add_callback(function()
            self:close()
            if not dial.failed then
                return
            end
            local arguments = dial.arg ~= nil and { dial.arg } or {}
            if number then
                arguments[#arguments + 1] = number
            end
            arguments[#arguments + 1] = text
            dial.failed(unpack(arguments))
        end)
    end
end
