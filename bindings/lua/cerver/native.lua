-- The library, as LuaJIT sees it: the one that CERVER_LIBRARY names, the one that was installed with these modules, or the one
-- that the system finds.
local ffi = require "ffi"
local constants = require "cerver.declarations"

-- Of these modules in PREFIX/share/lua/5.1/cerver it is PREFIX/lib/libcerver.so.MAJOR.
local function installed()
    local prefix = debug.getinfo(1, "S").source:match "^@(.*)share/lua/5%.1/cerver/native%.lua$"
    local path = prefix and ("%slib/libcerver.so.%d"):format(prefix, constants.CERVER_VERSION_MAJOR)
    local file = path and io.open(path)
    if file then
        file:close()
        return path
    end
end

-- Kept in this table, because a library that nothing refers to would be unloaded.
local native = { lib = ffi.load(os.getenv "CERVER_LIBRARY" or installed() or "cerver"), constants = constants }

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
