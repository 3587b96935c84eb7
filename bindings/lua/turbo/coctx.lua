-- What a callback yields to wait for something that will call it back.
local class = require "turbo.class"

local coctx = {}

local CoroutineContext = class "CoroutineContext"
coctx.CoroutineContext = CoroutineContext

local unpack = unpack or table.unpack

function CoroutineContext:initialize(io_loop)
    self.io_loop = io_loop
    self._arguments = {}
end

--- What the coroutine that waits will get.
function CoroutineContext:set_arguments(arguments)
    self._arguments = type(arguments) == "table" and arguments or { arguments }
    return self
end

function CoroutineContext:set_state(state)
    self._state = state
    return self
end

function CoroutineContext:get_state()
    return self._state
end

--- What was waited for has come: the coroutine goes on in the next round.
function CoroutineContext:finalize_context()
    if self._is_final then
        return false
    end
    self._is_final = true
    if self._go_on then
        self:_wake()
    end
    return true
end

function CoroutineContext:_wait(go_on)
    self._go_on = go_on
    if self._is_final then
        self:_wake()
    end
end

function CoroutineContext:_wake()
    local go_on, arguments = self._go_on, self._arguments
    self.io_loop:add_callback(function()
        go_on(unpack(arguments, 1, table.maxn(arguments)))
    end)
end

function coctx.is_context(value)
    return CoroutineContext.isInstanceOf(value, CoroutineContext)
end

return coctx
