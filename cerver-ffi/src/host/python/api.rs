//! The functions of Python's C API that are used, found by name in the running process. All are part of the stable ABI
//! or exported by every version from 3.8 on.

use std::{
    ffi::{CStr, c_char, c_int, c_long, c_void},
    mem, ptr,
    sync::OnceLock,
};

/// A Python object, never looked into.
#[repr(C)]
pub(super) struct Object {
    _private: [u8; 0],
}

/// The state Python keeps for a thread, never looked into.
#[repr(C)]
pub(super) struct ThreadState {
    _private: [u8; 0],
}

/// Describes a function written in C (`PyMethodDef`).
#[repr(C)]
pub(super) struct Method {
    pub(super) name: *const c_char,
    pub(super) function: Function,
    pub(super) flags: c_int,
    pub(super) doc: *const c_char,
}

// SAFETY: the texts are static and the function may be called from any thread.
unsafe impl Sync for Method {}

/// The two kinds of functions that are used; which one it is, the flags say.
#[derive(Clone, Copy)]
#[repr(C)]
pub(super) union Function {
    pub(super) plain: unsafe extern "C" fn(*mut Object, *mut Object) -> *mut Object,
    pub(super) fast: FastFunction,
}

/// A function that gets its arguments as an array (`METH_FASTCALL`).
pub(super) type FastFunction = unsafe extern "C" fn(*mut Object, *const *mut Object, isize) -> *mut Object;

/// Describes a [`FastFunction`].
pub(super) const fn fast_method(name: &'static CStr, fast: FastFunction) -> Method {
    Method { name: name.as_ptr(), function: Function { fast }, flags: FAST_CALL, doc: ptr::null() }
}

/// `METH_FASTCALL`: the arguments come as an array.
const FAST_CALL: c_int = 0x0080;
/// `METH_NOARGS`: the function takes no arguments.
pub(super) const NO_ARGUMENTS: c_int = 0x0004;

/// The functions by what they do.
pub(super) struct Api {
    is_initialized: unsafe extern "C" fn() -> c_int,
    this_thread_state: unsafe extern "C" fn() -> *mut ThreadState,
    holds_lock: unsafe extern "C" fn() -> c_int,
    pub(super) ensure: unsafe extern "C" fn() -> c_int,
    pub(super) release: unsafe extern "C" fn(c_int),
    pub(super) save_thread: unsafe extern "C" fn() -> *mut ThreadState,
    pub(super) restore_thread: unsafe extern "C" fn(*mut ThreadState),
    import: unsafe extern "C" fn(*const c_char) -> *mut Object,
    attribute: unsafe extern "C" fn(*mut Object, *const c_char) -> *mut Object,
    call: unsafe extern "C" fn(*mut Object, ...) -> *mut Object,
    new_function: unsafe extern "C" fn(*const Method, *mut Object, *mut Object) -> *mut Object,
    pub(super) from_long: unsafe extern "C" fn(c_long) -> *mut Object,
    as_long: unsafe extern "C" fn(*mut Object) -> c_long,
    as_long_or_overflow: unsafe extern "C" fn(*mut Object, *mut c_int) -> c_long,
    type_of: unsafe extern "C" fn(*mut Object) -> *mut Object,
    /// The class `int`, only compared with.
    int_type: *mut Object,
    /// The class `bytes`, only compared with.
    pub(super) bytes_type: *mut Object,
    pub(super) decrease: unsafe extern "C" fn(*mut Object),
    pub(super) bytes: unsafe extern "C" fn(*mut Object, *mut *mut c_char, *mut isize) -> c_int,
    pub(super) new_bytes: unsafe extern "C" fn(*const c_char, isize) -> *mut Object,
    pub(super) text: unsafe extern "C" fn(*const c_char, isize) -> *mut Object,
    pub(super) from_unsigned: unsafe extern "C" fn(u64) -> *mut Object,
    pub(super) list: unsafe extern "C" fn(isize) -> *mut Object,
    pub(super) append: unsafe extern "C" fn(*mut Object, *mut Object) -> c_int,
    /// The object `None`.
    none: *mut Object,
    pub(super) tuple: unsafe extern "C" fn(isize) -> *mut Object,
    pub(super) set_item: unsafe extern "C" fn(*mut Object, isize, *mut Object) -> c_int,
    increase: unsafe extern "C" fn(*mut Object),
    call_tuple: unsafe extern "C" fn(*mut Object, *mut Object, *mut Object) -> *mut Object,
    pub(super) clear_error: unsafe extern "C" fn(),
}

// SAFETY: the classes are static objects of Python and never looked into; everything else is a function.
unsafe impl Send for Api {}
// SAFETY: as above.
unsafe impl Sync for Api {}

static API: OnceLock<Api> = OnceLock::new();

impl Api {
    /// The functions, when the process has a Python. Looks again each time until it finds one.
    pub(super) fn find() -> Option<&'static Self> {
        if let Some(api) = API.get() {
            return Some(api);
        }
        let api = Self::look_up()?;
        Some(API.get_or_init(|| api))
    }

    fn look_up() -> Option<Self> {
        // SAFETY: each name is a function of Python's C API with exactly the signature of its field, or a class.
        unsafe {
            Some(Self {
                is_initialized: symbol(c"Py_IsInitialized")?,
                this_thread_state: symbol(c"PyGILState_GetThisThreadState")?,
                holds_lock: symbol(c"PyGILState_Check")?,
                ensure: symbol(c"PyGILState_Ensure")?,
                release: symbol(c"PyGILState_Release")?,
                save_thread: symbol(c"PyEval_SaveThread")?,
                restore_thread: symbol(c"PyEval_RestoreThread")?,
                import: symbol(c"PyImport_ImportModule")?,
                attribute: symbol(c"PyObject_GetAttrString")?,
                call: symbol(c"PyObject_CallFunctionObjArgs")?,
                new_function: symbol(c"PyCFunction_NewEx")?,
                from_long: symbol(c"PyLong_FromLong")?,
                as_long: symbol(c"PyLong_AsLong")?,
                as_long_or_overflow: symbol(c"PyLong_AsLongAndOverflow")?,
                type_of: symbol(c"PyObject_Type")?,
                int_type: symbol(c"PyLong_Type")?,
                bytes_type: symbol(c"PyBytes_Type")?,
                decrease: symbol(c"Py_DecRef")?,
                bytes: symbol(c"PyBytes_AsStringAndSize")?,
                new_bytes: symbol(c"PyBytes_FromStringAndSize")?,
                text: symbol(c"PyUnicode_FromStringAndSize")?,
                from_unsigned: symbol(c"PyLong_FromUnsignedLongLong")?,
                list: symbol(c"PyList_New")?,
                append: symbol(c"PyList_Append")?,
                none: symbol(c"_Py_NoneStruct")?,
                tuple: symbol(c"PyTuple_New")?,
                set_item: symbol(c"PyTuple_SetItem")?,
                increase: symbol(c"Py_IncRef")?,
                call_tuple: symbol(c"PyObject_Call")?,
                clear_error: symbol(c"PyErr_Clear")?,
            })
        }
    }

    /// Whether the calling thread has a Python thread state, with or without the lock.
    pub(super) fn knows_this_thread(&self) -> bool {
        // SAFETY: both functions may be called at any time from any thread; the second one once Python is initialized.
        unsafe { (self.is_initialized)() != 0 && !(self.this_thread_state)().is_null() }
    }

    /// Whether the calling thread is one of Python's that has released the lock around the call: then it is ctypes.
    pub(super) fn called_by_ctypes(&self) -> bool {
        // SAFETY: Python is initialized and the thread has a state, so the check of the lock is meaningful.
        self.knows_this_thread() && unsafe { (self.holds_lock)() } == 0
    }

    /// An attribute of a module, imported when it is not yet; `None` when there is none.
    ///
    /// # Safety
    /// The calling thread holds the lock.
    pub(super) unsafe fn import(&'static self, module: &CStr, name: &CStr) -> Option<Owned> {
        // SAFETY: the lock is held by the caller's promise and the texts are valid; results are new references.
        unsafe {
            let module = Owned::of(self, (self.import)(module.as_ptr()))?;
            Owned::of(self, (self.attribute)(module.0, name.as_ptr()))
        }
    }

    /// A Python function that runs a static function of C.
    ///
    /// # Safety
    /// The calling thread holds the lock.
    pub(super) unsafe fn function(&'static self, method: &'static Method) -> Option<Owned> {
        // SAFETY: the lock is held by the caller's promise; the description is static as Python demands.
        unsafe { Owned::of(self, (self.new_function)(method, ptr::null_mut(), ptr::null_mut())) }
    }

    /// The same with an object that the function gets as its first argument and keeps alive.
    ///
    /// # Safety
    /// The calling thread holds the lock, and `own` is a live object.
    pub(super) unsafe fn function_with(&'static self, method: &'static Method, own: *mut Object) -> Option<Owned> {
        // SAFETY: by the caller's promise; the description is static as Python demands.
        unsafe { Owned::of(self, (self.new_function)(method, own, ptr::null_mut())) }
    }

    /// Calls an object with an array of arguments; NULL with an exception set when it raises.
    ///
    /// # Safety
    /// The calling thread holds the lock, and all are live objects.
    pub(super) unsafe fn call_with(
        &self,
        object: *mut Object,
        arguments: *const *mut Object,
        count: isize,
    ) -> *mut Object {
        // SAFETY: by the caller's promise; the tuple takes over one reference to each argument.
        unsafe {
            let tuple = (self.tuple)(count);
            if tuple.is_null() {
                return ptr::null_mut();
            }
            for place in 0..count {
                let argument = *arguments.add(place as usize);
                (self.increase)(argument);
                (self.set_item)(tuple, place, argument);
            }
            let result = (self.call_tuple)(object, tuple, ptr::null_mut());
            (self.decrease)(tuple);
            result
        }
    }

    /// Whether the class of the object is this one, and no subclass.
    ///
    /// # Safety
    /// The calling thread holds the lock, and `object` is alive.
    #[inline]
    pub(super) unsafe fn is_exactly(&self, object: *mut Object, class: *mut Object) -> bool {
        // SAFETY: by the caller's promise; the reference to the class is given back.
        unsafe {
            let found = (self.type_of)(object);
            (self.decrease)(found);
            ptr::eq(found, class)
        }
    }

    /// The value of an `int` that is not negative and fits.
    ///
    /// # Safety
    /// The lock is held, and `object` is alive.
    #[inline]
    pub(super) unsafe fn whole_number(&self, object: *mut Object) -> Option<c_long> {
        let mut overflow = 0;
        // SAFETY: by the caller's promise. For an exact `int` an overflow sets no exception: it gives -1.
        let value = unsafe {
            if !self.is_exactly(object, self.int_type) {
                return None;
            }
            (self.as_long_or_overflow)(object, &raw mut overflow)
        };
        (value >= 0).then_some(value)
    }

    /// `None`.
    ///
    /// # Safety
    /// The calling thread holds the lock.
    pub(super) unsafe fn none(&self) -> *mut Object {
        // SAFETY: by the caller's promise; the object lives as long as Python.
        unsafe { (self.increase)(self.none) };
        self.none
    }

    /// A Python number.
    ///
    /// # Safety
    /// The calling thread holds the lock.
    pub(super) unsafe fn number(&'static self, value: c_int) -> Option<Owned> {
        // SAFETY: the lock is held by the caller's promise.
        unsafe { Owned::of(self, (self.from_long)(c_long::from(value))) }
    }
}

/// A reference to an object that is given back when it is dropped, which must happen with the lock held.
pub(super) struct Owned(*mut Object, &'static Api);

impl Owned {
    /// Takes over a new reference; NULL stands for an exception, which is cleared.
    ///
    /// # Safety
    /// The calling thread holds the lock, and `object` is NULL or a reference of the caller's.
    unsafe fn of(api: &'static Api, object: *mut Object) -> Option<Self> {
        if object.is_null() {
            // SAFETY: the lock is held by the caller's promise.
            unsafe { (api.clear_error)() };
            return None;
        }
        Some(Self(object, api))
    }

    /// Calls the object with one argument.
    ///
    /// # Safety
    /// The calling thread holds the lock.
    pub(super) unsafe fn call(&self, argument: &Self) -> Option<Self> {
        // SAFETY: both are live objects, NULL ends the list, and the lock is held by the caller's promise.
        unsafe { Self::of(self.1, (self.1.call)(self.0, argument.0, ptr::null_mut::<Object>())) }
    }

    /// The value of a number.
    ///
    /// # Safety
    /// The calling thread holds the lock.
    pub(super) unsafe fn value(&self) -> c_long {
        // SAFETY: the object is alive and the lock held; for an object that is no number the exception is cleared.
        unsafe {
            let value = (self.1.as_long)(self.0);
            (self.1.clear_error)();
            value
        }
    }

    /// Hands the reference to Python.
    pub(super) fn into_raw(self) -> *mut Object {
        let object = self.0;
        mem::forget(self);
        object
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        // SAFETY: the reference is ours, and the lock is held where one of these is dropped.
        unsafe { (self.1.decrease)(self.0) };
    }
}

/// The function or class of that name.
///
/// # Safety
/// `F` is the function pointer type of the symbol, or a pointer to an object.
unsafe fn symbol<F: Copy>(name: &CStr) -> Option<F> {
    const { assert!(size_of::<F>() == size_of::<*mut c_void>()) };
    // SAFETY: the name is a C string; RTLD_DEFAULT searches what is loaded already.
    let found = unsafe { libc::dlsym(libc::RTLD_DEFAULT, name.as_ptr()) };
    // SAFETY: not NULL, of the size of a pointer, and of the type the caller promises.
    (!found.is_null()).then(|| unsafe { mem::transmute_copy(&found) })
}
