-- Classes: class("Name", Parent) makes one, calling it makes an instance, `initialize` is the constructor.
local METAMETHODS = {
    "__add", "__call", "__concat", "__div", "__eq", "__gc", "__le", "__len", "__lt", "__mod", "__mul", "__newindex", "__pow",
    "__sub", "__tostring", "__unm",
}

local Object = { name = "Object", static = {} }
Object.__index = Object

function Object:initialize() end

--- True for an instance of the class or of one below it.
function Object.isInstanceOf(instance, class)
    local own = type(instance) == "table" and getmetatable(instance)
    while own do
        if own == class then
            return true
        end
        own = rawget(own, "super")
    end
    return false
end

--- True for a class below another one.
function Object.isSubclassOf(class, other)
    local parent = rawget(class, "super")
    while parent do
        if parent == other then
            return true
        end
        parent = rawget(parent, "super")
    end
    return false
end

local function construct(class, ...)
    local instance = setmetatable({ class = class }, class)
    instance:initialize(...)
    return instance
end

local function make(name, parent)
    assert(type(name) == "string", "a class needs a name")
    parent = parent or Object
    local class = { name = name, super = parent }
    class.__index = class
    class.static = class
    for _, metamethod in ipairs(METAMETHODS) do
        class[metamethod] = rawget(parent, metamethod)
    end
    class.__tostring = class.__tostring or function(instance)
        return "instance of " .. instance.class.name
    end
    class.new = construct
    class.allocate = function(self)
        return setmetatable({ class = self }, self)
    end
    class.subclass = function(self, subclass_name)
        return make(subclass_name, self)
    end
    return setmetatable(class, {
        __index = parent,
        __call = construct,
        __tostring = function()
            return "class " .. name
        end,
    })
end

return make
