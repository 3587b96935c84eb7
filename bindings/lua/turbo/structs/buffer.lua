-- Bytes that grow at both ends.
local ffi = require "ffi"
local class = require "turbo.class"

local Buffer = class "Buffer"
Buffer.Buffer = Buffer

--- `size_hint`: bytes to make room for at first.
function Buffer:initialize(size_hint)
    self._first, self._size = 0, 0
    self:_make_room(math.max(size_hint or 64, 16), 0)
end

-- Moves what is there into new memory, `front` bytes behind its beginning.
function Buffer:_make_room(capacity, front)
    local memory = ffi.new("char[?]", capacity)
    if self._size > 0 then
        ffi.copy(memory + front, self._memory + self._first, self._size)
    end
    self._memory, self._capacity, self._first = memory, capacity, front
end

local function right(self, count)
    if self._first + self._size + count > self._capacity then
        self:_make_room((self._size + count) * 2, 0)
    end
    local place = self._memory + self._first + self._size
    self._size = self._size + count
    return place
end

local function left(self, count)
    if self._first < count then
        local front = self._size + count
        self:_make_room(front + self._size + self._size / 2 + 16, front)
    end
    self._first = self._first - count
    self._size = self._size + count
    return self._memory + self._first
end

function Buffer:append_right(data, length)
    ffi.copy(right(self, length), data, length)
    return self
end

function Buffer:append_char_right(char)
    right(self, 1)[0] = char
    return self
end

function Buffer:append_luastr_right(text)
    ffi.copy(right(self, #text), text, #text)
    return self
end

function Buffer:append_left(data, length)
    ffi.copy(left(self, length), data, length)
    return self
end

function Buffer:append_luastr_left(text)
    ffi.copy(left(self, #text), text, #text)
    return self
end

function Buffer:pop_left(count)
    assert(count <= self._size, "Trying to pop_left side greater than total size of buffer.")
    self._first, self._size = self._first + count, self._size - count
    return self
end

function Buffer:pop_right(count)
    assert(count <= self._size, "Trying to pop_right side greater than total size of buffer.")
    self._size = self._size - count
    return self
end

--- Pointer to the bytes, valid until the buffer changes, and their number.
function Buffer:get()
    return self._memory + self._first, self._size
end

function Buffer:len()
    return self._size
end

--- Bytes of memory.
function Buffer:mem()
    return self._capacity
end

function Buffer:copy()
    return Buffer(self._size):append_right(self:get())
end

--- Gives memory back that is not used.
function Buffer:shrink()
    self:_make_room(math.max(self._size, 16), 0)
    return self
end

--- Forgets the bytes; with `wipe` they are overwritten, too.
function Buffer:clear(wipe)
    if wipe then
        ffi.fill(self._memory, self._capacity, 0)
    end
    self._first, self._size = 0, 0
    return self
end

function Buffer:__tostring()
    return ffi.string(self:get())
end

function Buffer.__eq(a, b)
    return tostring(a) == tostring(b)
end

function Buffer.__lt(a, b)
    return tostring(a) < tostring(b)
end

function Buffer.__le(a, b)
    return tostring(a) <= tostring(b)
end

function Buffer.__concat(a, b)
    return tostring(a) .. tostring(b)
end

return Buffer
