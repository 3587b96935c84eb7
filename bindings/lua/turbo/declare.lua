-- Declares something to ffi unless the program, or another module, has declared it already.
local ffi = require "ffi"

return function(text)
    local ok, why = pcall(ffi.cdef, text)
    if not ok and not tostring(why):find("redefine", 1, true) then
        error(why, 2)
    end
end
