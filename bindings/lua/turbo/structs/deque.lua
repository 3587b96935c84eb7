-- A list that grows and shrinks at both ends.
local class = require "turbo.class"

local Deque = class "Deque"

function Deque:initialize()
    self._first, self._last, self._values = 1, 0, {}
end

function Deque:append(value)
    self._last = self._last + 1
    self._values[self._last] = value
    return self
end

function Deque:appendleft(value)
    self._first = self._first - 1
    self._values[self._first] = value
    return self
end

--- The last value, taken off; nil when there is none.
function Deque:pop()
    if self._first > self._last then
        return nil
    end
    local value = self._values[self._last]
    self._values[self._last] = nil
    self._last = self._last - 1
    return value
end

--- The first value, taken off; nil when there is none.
function Deque:popleft()
    if self._first > self._last then
        return nil
    end
    local value = self._values[self._first]
    self._values[self._first] = nil
    self._first = self._first + 1
    return value
end

function Deque:peekfirst()
    return self._values[self._first]
end

function Deque:peeklast()
    return self._values[self._last]
end

function Deque:not_empty()
    return self._first <= self._last
end

function Deque:size()
    return self._last - self._first + 1
end

--- All values, which are texts, as one.
function Deque:concat()
    return table.concat(self._values, "", self._first, self._last)
end

return Deque
