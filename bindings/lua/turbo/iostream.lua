-- Streams: one read at a time, callbacks, writes that wait in a bounded queue.
local ffi = require "ffi"
local native = require "cerver.native"
local class = require "turbo.class"
local ioloop = require "turbo.ioloop"
local log = require "turbo.log"
local socket = require "turbo.socket"

local lib, K = native.lib, native.constants
local kinds, guarded = ioloop.kinds, ioloop.guarded

local iostream = {}
local IOStream = class "IOStream"
iostream.IOStream = IOStream

local DEFAULT_BUFFER = 1024 * 1024 * 128
local LEAST_BUFFER = 16384 + 1024
-- Bytes of an address as text.
local ADDRESS_SIZE = 64
local NO_ARGS = {}

--- A stream on a socket that does not wait, connected or not yet. `args.dns_timeout`: seconds for a connection by name.
function IOStream:initialize(fd, io_loop, max_buffer_size, args)
    self.socket = assert(tonumber(fd), "Fd is not a number.")
    self.io_loop = io_loop or ioloop.instance()
    self.max_buffer_size = max_buffer_size or DEFAULT_BUFFER
    self.args = args or {}
    -- What has come and was not read: texts, and their length. What waits to be sent, likewise; those are lists only while
    -- there is something. Who wants to know when all has gone.
    self._chunks, self._size, self._unsent, self._unsent_size, self._told = false, 0, false, 0, false
end

local address_place = ffi.new("char[?]", ADDRESS_SIZE)

-- The address of a connection's other end as a text, without the port; "" when the connection is gone.
local function address_of(connection)
    if lib.cerver_connection_get_remote_address(connection, address_place, ADDRESS_SIZE) ~= K.CERVER_OK then
        return ""
    end
    local text = ffi.string(address_place)
    local last = text:find("]:", 1, true)
    if last then
        return text:sub(2, last - 1)
    end
    last = text:find(":", 1, true)
    return last and text:sub(1, last - 1) or text
end

-- A stream on a connection that the library has accepted for a server, with the number of its descriptor.
function iostream._accepted(connection, fd, server)
    local loop = server.io_loop
    local number = loop:_enter(false)
    lib.cerver_connection_set_tag(connection, number)
    local stream = setmetatable({
        class = IOStream, socket = fd, io_loop = loop, max_buffer_size = server.max_buffer_size or DEFAULT_BUFFER, args = NO_ARGS,
        _connection = connection, _number = number, _read = false, _is_ended = false, _on_close = false, _on_close_arg = false,
        _chunks = false, _size = 0, _unsent = false, _unsent_size = 0, _told = false,
        _server = server, _address = address_of(connection),
    }, IOStream)
    loop._streams[number] = stream
    return stream
end

-- The connection of the library, made at the first operation. Raises an error on a stream that is closed.
function IOStream:_open()
    if not self.socket then
        error("Socket operation on closed stream.", 3)
    end
    if not self._connection then
        local loop = self.io_loop
        -- (In a forked child the library refuses it.)
        local connection = self:_adopt(loop._server or loop:_native())
        if connection == nil then
            error(native.message(), 3)
        end
        self._connection, self._number = connection, loop:_enter(self)
        lib.cerver_connection_set_tag(connection, self._number)
    end
    return self._connection
end

function IOStream:_adopt(server)
    return lib.cerver_adopt(server, self.socket)
end

-- Reading ---------------------------------------------------------------------------------------------------------------

-- A read is { find = how it ends, fn, arg, ... }; `find` returns the number of bytes to give, or nil.
function IOStream:_begin(read)
    if self._read then
        error("Already reading.", 3)
    end
    if self.socket then
        self:_open()
    elseif not self:_can_satisfy(read) then
        error("Socket operation on closed stream.", 3)
    end
    self._read = read
    -- Never inside this call.
    if self._size > 0 or read.is_done or not self.socket then
        self.io_loop:add_callback(self._satisfy, self)
    end
    if self._is_paused then
        self._is_paused = nil
        lib.cerver_connection_set_paused(self._connection, false)
    end
end

function IOStream:_can_satisfy(read)
    return read.is_done or read.to_close or self._size > 0 and (read.streaming or read.find(self, read)) ~= nil
end

-- All that has come and was not read, as one text.
function IOStream:_peek()
    local chunks = self._chunks
    if not chunks then
        return ""
    end
    if chunks[2] then
        chunks = { table.concat(chunks) }
        self._chunks = chunks
    end
    return chunks[1]
end

function IOStream:_take(count)
    local text = self:_peek()
    if count >= #text then
        self._chunks, self._size = false, 0
        return text
    end
    self._chunks[1] = text:sub(count + 1)
    self._size = #text - count
    return text:sub(1, count)
end

local function until_text(self, read)
    local text = self:_peek()
    -- Its beginning may have been at the end of what was searched before.
    local _, last = text:find(read.delimiter, math.max(1, read.searched - #read.delimiter + 2), true)
    if not last then
        read.searched = #text
    end
    return last
end

local function until_pattern(self, read)
    local _, last = self:_peek():find(read.pattern)
    return last
end

local function exactly(self, read)
    return self._size >= read.count and read.count or nil
end

local function never() end

--- Everything up to a text, and with it.
function IOStream:read_until(delimiter, callback, arg)
    assert(type(delimiter) == "string" and delimiter ~= "", "a delimiter is a text")
    self:_begin { find = until_text, delimiter = delimiter, searched = 0, fn = callback, arg = arg }
end

--- Everything up to the end of what a Lua pattern matches.
function IOStream:read_until_pattern(pattern, callback, arg)
    self:_begin { find = until_pattern, pattern = pattern, fn = callback, arg = arg }
end

--- So many bytes. With a streaming callback they come in pieces, and the callback gets "" at the end.
function IOStream:read_bytes(count, callback, arg, streaming, streaming_arg)
    assert(type(count) == "number" and count >= 0, "a number of bytes is 0 or more")
    self:_begin {
        find = exactly, count = count, left = count, is_done = count == 0, fn = callback, arg = arg, streaming = streaming,
        streaming_arg = streaming_arg,
    }
end

--- The same as a table { ptr = bytes, len = their number }, valid until the next round of the loop.
function IOStream:read_bytes_raw_buffer(count, callback, arg, streaming, streaming_arg)
    local function raw(fn)
        return fn and function(first, second)
            local text = second == nil and first or second
            local buffer = { ptr = ffi.cast("const char *", text), len = #text, text = text }
            if second == nil then
                return fn(buffer)
            end
            return fn(first, buffer)
        end
    end
    self:read_bytes(count, raw(callback), arg, raw(streaming), streaming_arg)
end

--- Everything until the connection closes. With a streaming callback it comes in pieces, and the callback gets "".
function IOStream:read_until_close(callback, arg, streaming, streaming_arg)
    self:_begin {
        find = never, to_close = true, fn = callback, arg = arg, streaming = streaming, streaming_arg = streaming_arg,
    }
end

local function call(self, fn, arg, data)
    if fn and not guarded(fn, arg, data) then
        self:close()
    end
end

-- Gives the read that is under way what there is.
function IOStream:_satisfy()
    local read = self._read
    if not read then
        return
    end
    if read.streaming and self._size > 0 then
        local count = read.count and math.min(read.left, self._size) or self._size
        local data = self:_take(count)
        if read.count then
            read.left = read.left - count
            read.is_done = read.left == 0
        end
        call(self, read.streaming, read.streaming_arg, data)
        if self._read ~= read then
            return
        end
    end
    if read.streaming and read.is_done or read.count == 0 then
        self._read = nil
        return call(self, read.fn, read.arg, "")
    end
    local count = not read.streaming and self._size > 0 and read.find(self, read)
    if count then
        self._read = nil
        return call(self, read.fn, read.arg, self:_take(count))
    end
    if read.to_close and not self.socket then
        self._read = nil
        return call(self, read.fn, read.arg, self:_take(self._size))
    end
    self:_watch_size()
end

-- Closes a stream whose read does not end, and lets the peer of one that nobody reads from wait.
function IOStream:_watch_size()
    if self._size < self.max_buffer_size or not self.socket then
        return
    end
    if self._maxed then
        self.io_loop:add_callback(function()
            call(self, self._maxed, self._maxed_arg, self._size)
        end)
    end
    if self._read then
        log.error(("[iostream.lua] Reached the limit of %d bytes: the stream is closed."):format(self.max_buffer_size))
        self.error = socket.ENOBUFS
        self:close()
    elseif not self._is_paused then
        self._is_paused = true
        lib.cerver_connection_set_paused(self._connection, true)
    end
end

kinds[K.CERVER_EVENT_DATA] = function(self, event)
    if not self.socket then
        return
    end
    local data = ffi.string(event.data, event.size)
    local read = self._read
    if read and read.to_close and read.streaming and self._size == 0 then
        -- What needs no buffer.
        return call(self, read.streaming, read.streaming_arg, data)
    end
    local chunks = self._chunks
    if chunks then
        chunks[#chunks + 1] = data
    else
        self._chunks = { data }
    end
    self._size = self._size + #data
    if read then
        return self:_satisfy()
    end
    self:_watch_size()
end

-- The peer has closed it: a read of what has come before is still done.
local function close_after_input(self)
    self._is_ended = true
    self:close()
end

kinds[K.CERVER_EVENT_HALF_CLOSED] = function(self)
    if self.socket then
        close_after_input(self)
    end
end

-- Writing ---------------------------------------------------------------------------------------------------------------

--- Sends a text; the callback runs when everything has gone to the system. Raises an error when more waits already than
--- `max_buffer_size`.
function IOStream:write(data, callback, arg)
    local connection = self:_open()
    if self._is_zero_copy then
        error("Writing without a copy is under way.", 2)
    end
    if self._unsent_size == 0 then
        local status = lib.cerver_connection_send(connection, data, #data)
        if status == K.CERVER_ERROR_AGAIN then
            self:_keep_unsent(data)
        elseif status == K.CERVER_ERROR_HANDLE then
            -- It has ended, as the next events will tell.
            return
        elseif status ~= K.CERVER_OK then
            error(native.message(), 2)
        end
    elseif self._unsent_size + #data > self.max_buffer_size then
        error("The peer takes less than is written: the limit of the stream is reached.", 2)
    else
        self:_keep_unsent(data)
    end
    if callback then
        self:_tell_when_sent(callback, arg)
    end
end

function IOStream:_keep_unsent(data)
    self._unsent = self._unsent or {}
    self._unsent[#self._unsent + 1] = data
    self._unsent_size = self._unsent_size + #data
end

function IOStream:_tell_when_sent(callback, arg)
    self._told = self._told or {}
    self._told[#self._told + 1] = { callback, arg }
    if self._unsent_size == 0 then
        lib.cerver_connection_tell_when_sent(self._connection)
    end
end

--- Sends what a turbo.structs.buffer has.
function IOStream:write_buffer(buffer, callback, arg)
    self:write(tostring(buffer), callback, arg)
end

--- The same; the buffer must not change until the callback, and nothing else can be written meanwhile.
function IOStream:write_zero_copy(buffer, callback, arg)
    if self:writing() then
        error("Output waits already: it must have gone before a write without a copy.", 2)
    end
    self:write(tostring(buffer))
    self._is_zero_copy = true
    self:_tell_when_sent(function(...)
        self._is_zero_copy = nil
        if callback then
            callback(...)
        end
    end, arg)
end

kinds[K.CERVER_EVENT_DRAINED] = function(self)
    local unsent = self._unsent or {}
    for place = 1, #unsent do
        if lib.cerver_connection_send(self._connection, unsent[place], #unsent[place]) ~= K.CERVER_OK then
            -- (There may be more than the stack of a call has room for.)
            local left = {}
            for rest = place, #unsent do
                left[#left + 1] = unsent[rest]
            end
            self._unsent = left
            return
        end
        self._unsent_size = self._unsent_size - #unsent[place]
    end
    self._unsent = false
    if self._told then
        lib.cerver_connection_tell_when_sent(self._connection)
    end
    if not self.socket then
        -- It was closed before all was on its way.
        lib.cerver_connection_close(self._connection)
    end
end

local function tell_of_sent(entry)
    call(entry.stream, entry[1], entry[2])
end

kinds[K.CERVER_EVENT_SENT] = function(self)
    if self._unsent_size > 0 then
        return
    end
    local told = self._told or {}
    self._told = false
    for place = 1, #told do
        told[place].stream = self
        self.io_loop:add_callback(tell_of_sent, told[place])
    end
end

-- The end ---------------------------------------------------------------------------------------------------------------

--- Calls `callback()`, or `callback(arg)`, once when the stream has closed, by either side.
function IOStream:set_close_callback(callback, arg)
    self._on_close, self._on_close_arg = callback, arg
end

--- Calls `callback(bytes)`, or `callback(arg, bytes)`, when a read finds the buffer full.
function IOStream:set_maxed_buffer_callback(callback, arg)
    self._maxed, self._maxed_arg = callback, arg
end

--- Most bytes that wait to be read, and to be sent.
function IOStream:set_max_buffer_size(size)
    if type(size) ~= "number" then
        return
    end
    if size < LEAST_BUFFER then
        log.warning(("[iostream.lua] A buffer has at least %d bytes."):format(LEAST_BUFFER))
        size = LEAST_BUFFER
    end
    self.max_buffer_size = size
end

local function tell_of_close(self)
    -- A read of what had come before was perhaps begun since.
    self:_satisfy()
    local callback = self._on_close
    self._on_close = nil
    if callback then
        guarded(callback, self._on_close_arg)
    end
end

--- Closes the stream; what was written and has not gone yet is still sent. Harmless a second time.
function IOStream:close()
    if not self.socket then
        return
    end
    if self._unsent_size > 0 then
        -- What waits here goes first, and nothing is read meanwhile.
        lib.cerver_connection_set_paused(self._connection, true)
    elseif self._connection then
        lib.cerver_connection_close(self._connection)
    else
        self.io_loop:remove_handler(self.socket)
        socket.C.close(self.socket)
    end
    self.socket = nil
    local read = self._read
    if read and read.to_close then
        self.io_loop:add_callback(self._satisfy, self)
    elseif not (self._is_ended and read and self:_can_satisfy(read)) then
        self._read = nil
    end
    self._told = false
    self.io_loop:add_callback(tell_of_close, self)
end

kinds[K.CERVER_EVENT_CLOSED] = function(self, event)
    if event.reason == K.CERVER_CLOSED_BY_RESET then
        self.error = socket.ECONNRESET
    end
    close_after_input(self)
    self.io_loop:_leave(self._number)
    self._connection = nil
end

--- True while a read is under way.
function IOStream:reading()
    return self._read and true or false
end

--- True while something waits to be sent, as far as a callback wants to know of it.
function IOStream:writing()
    return self._unsent_size > 0 or self._told ~= false
end

--- True when the stream has closed.
function IOStream:closed()
    return self.socket == nil
end

require "turbo.iostream_connect" (IOStream)
iostream.SSLIOStream = require "turbo.iostream_ssl" (IOStream)

return iostream
