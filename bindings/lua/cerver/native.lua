-- The library, as LuaJIT sees it. CERVER_LIBRARY names another file than the installed one.
local ffi = require "ffi"
local constants = require "cerver.declarations"

-- Kept in this table, because a library that nothing refers to would be unloaded.
local native = { lib = ffi.load(os.getenv "CERVER_LIBRARY" or "cerver"), constants = constants }

--- What the last call that failed says.
function native.message()
    return ffi.string(native.lib.cerver_last_error_message())
end

--- Raises what the last call says when it has failed; `level` as in error().
function native.check(status, level)
    if status ~= constants.CERVER_OK then
        error(native.message(), (level or 1) + 1)
    end
end

return native
