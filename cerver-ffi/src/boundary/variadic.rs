//! C functions with a variable number of arguments, on a Rust that cannot define them.
//!
//! The exported function is naked: it stores the argument registers as the platform's `va_list` wants them and calls a
//! plain function with the fixed arguments and a pointer to that list. The C library then reads it: `vsnprintf` takes
//! its list by reference on both platforms (an array of one struct on x86-64, a struct of more than 16 bytes on
//! aarch64), so a pointer is what it gets.

use std::{
    ffi::{c_char, c_int, c_void},
    slice,
};

use super::strings::{MAX_TEXT, null};
use crate::status::{Code, Error};

/// Stands for the arguments that follow; a last parameter of this type becomes `...` in the header.
pub struct Variadic {
    _private: (),
}

/// The arguments of one call of a variadic function (`va_list`): valid until the function returns.
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) struct ArgumentList {
    general_offset: u32,
    float_offset: u32,
    overflow: *const c_void,
    saved: *const c_void,
}

/// The arguments of one call of a variadic function (`va_list`): valid until the function returns.
#[cfg(target_arch = "aarch64")]
#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) struct ArgumentList {
    stack: *const c_void,
    general_end: *const c_void,
    float_end: *const c_void,
    general_offset: i32,
    float_offset: i32,
}

// SAFETY: the C library's function; its list is passed by reference, as said above.
unsafe extern "C" {
    fn vsnprintf(buffer: *mut c_char, size: usize, format: *const c_char, list: *mut ArgumentList) -> c_int;
}

/// The text of a format and its arguments, as printf(3) makes it; one longer than [`MAX_TEXT`] bytes is cut there.
///
/// # Safety
/// `format` is NULL or a C string, and `list` has the arguments it asks for.
pub(crate) unsafe fn format(format: *const c_char, list: *const ArgumentList) -> Result<Vec<u8>, Error> {
    if format.is_null() {
        return Err(null("the format"));
    }
    let mut text = vec![0_u8; 512];
    loop {
        // SAFETY: the caller's list; reading it uses it up, and each round has a copy of its own.
        let mut copy = unsafe { list.read() };
        // SAFETY: the buffer has that size; format and arguments fit each other by the caller's promise.
        let len = unsafe { vsnprintf(text.as_mut_ptr().cast(), text.len(), format, &raw mut copy) };
        let Ok(len) = usize::try_from(len) else {
            return Err(Error::new(Code::Argument, "the format cannot be used with these arguments"));
        };
        if len < text.len() || text.len() > MAX_TEXT {
            text.truncate(len.min(MAX_TEXT));
            return Ok(text);
        }
        text.resize(len.min(MAX_TEXT) + 1, 0);
    }
}

/// The bytes of a C string of any encoding and at most [`MAX_TEXT`] bytes; a longer one is cut there.
///
/// # Safety
/// `text` is NULL or a C string, unchanged for `'a`.
pub(crate) unsafe fn plain<'a>(text: *const c_char, what: &str) -> Result<&'a [u8], Error> {
    if text.is_null() {
        return Err(null(what));
    }
    // SAFETY: a C string, of which at most that many bytes are read.
    unsafe { Ok(slice::from_raw_parts(text.cast(), libc::strnlen(text, MAX_TEXT))) }
}

/// The body of an exported variadic function with `$fixed` arguments before the variable ones: calls
/// `$target(fixed arguments, *const ArgumentList)`. All fixed arguments are numbers or pointers.
macro_rules! variadic {
    ($fixed:tt, $target:path) => {
        $crate::boundary::variadic::call_with_list!($fixed, $target)
    };
}
pub(crate) use variadic;

/// The place of the list among the argument registers, by the number of arguments before it.
#[cfg(target_arch = "x86_64")]
macro_rules! call_with_list {
    (1, $target:path) => {
        $crate::boundary::variadic::call_with_list!("rsi", 1, $target)
    };
    (2, $target:path) => {
        $crate::boundary::variadic::call_with_list!("rdx", 2, $target)
    };
    (3, $target:path) => {
        $crate::boundary::variadic::call_with_list!("rcx", 3, $target)
    };
    // System V ABI for x86-64, 3.5.7. From the stack pointer up: the list (24 bytes, 8 unused), six general registers
    // (48), eight vector registers (128), 8 unused, the return address, and arguments that came in memory.
    ($list:literal, $fixed:literal, $target:path) => {
        std::arch::naked_asm!(
            ".cfi_startproc",
            "sub rsp, 216",
            ".cfi_adjust_cfa_offset 216",
            "mov [rsp + 32], rdi",
            "mov [rsp + 40], rsi",
            "mov [rsp + 48], rdx",
            "mov [rsp + 56], rcx",
            "mov [rsp + 64], r8",
            "mov [rsp + 72], r9",
            // al: an upper bound of the vector registers used.
            "test al, al",
            "je 2f",
            "movaps [rsp + 80], xmm0",
            "movaps [rsp + 96], xmm1",
            "movaps [rsp + 112], xmm2",
            "movaps [rsp + 128], xmm3",
            "movaps [rsp + 144], xmm4",
            "movaps [rsp + 160], xmm5",
            "movaps [rsp + 176], xmm6",
            "movaps [rsp + 192], xmm7",
            "2:",
            "mov dword ptr [rsp], {first}",
            "mov dword ptr [rsp + 4], 48",
            "lea rax, [rsp + 224]",
            "mov [rsp + 8], rax",
            "lea rax, [rsp + 32]",
            "mov [rsp + 16], rax",
            concat!("mov ", $list, ", rsp"),
            "call {target}",
            "add rsp, 216",
            ".cfi_adjust_cfa_offset -216",
            "ret",
            ".cfi_endproc",
            first = const 8 * $fixed,
            target = sym $target,
        )
    };
}

/// The place of the list among the argument registers, by the number of arguments before it.
#[cfg(target_arch = "aarch64")]
macro_rules! call_with_list {
    (1, $target:path) => {
        $crate::boundary::variadic::call_with_list!("x1", 1, $target)
    };
    (2, $target:path) => {
        $crate::boundary::variadic::call_with_list!("x2", 2, $target)
    };
    (3, $target:path) => {
        $crate::boundary::variadic::call_with_list!("x3", 3, $target)
    };
    // AAPCS64, appendix on variable argument lists. From the stack pointer up: frame record (16 bytes), the list (32),
    // eight general registers (64), eight vector registers (128), and arguments that came in memory.
    ($list:literal, $fixed:literal, $target:path) => {
        std::arch::naked_asm!(
            ".cfi_startproc",
            "stp x29, x30, [sp, #-240]!",
            ".cfi_def_cfa_offset 240",
            ".cfi_offset x29, -240",
            ".cfi_offset x30, -232",
            "mov x29, sp",
            "stp x0, x1, [sp, #48]",
            "stp x2, x3, [sp, #64]",
            "stp x4, x5, [sp, #80]",
            "stp x6, x7, [sp, #96]",
            "stp q0, q1, [sp, #112]",
            "stp q2, q3, [sp, #144]",
            "stp q4, q5, [sp, #176]",
            "stp q6, q7, [sp, #208]",
            "add x9, sp, #240",
            "str x9, [sp, #16]",
            "str x9, [sp, #32]",
            "add x9, sp, #112",
            "str x9, [sp, #24]",
            "mov w9, #{first}",
            "str w9, [sp, #40]",
            "mov w9, #-128",
            "str w9, [sp, #44]",
            concat!("add ", $list, ", sp, #16"),
            "bl {target}",
            "ldp x29, x30, [sp], #240",
            "ret",
            ".cfi_endproc",
            first = const 8 * $fixed - 64,
            target = sym $target,
        )
    };
}

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
compile_error!("variadic functions are written down for x86-64 and aarch64 only");

pub(crate) use call_with_list;

#[cfg(test)]
mod tests {
    use std::{cell::RefCell, mem, ptr};

    use super::*;

    thread_local!(static SEEN: RefCell<Vec<(Vec<usize>, String)>> = const { RefCell::new(Vec::new()) });

    fn see(fixed: &[usize], text: *const c_char, list: *const ArgumentList) {
        // SAFETY: the tests pass what their formats ask for.
        let text = unsafe { format(text, list) }.unwrap();
        SEEN.with_borrow_mut(|seen| seen.push((fixed.to_vec(), String::from_utf8(text).unwrap())));
    }

    unsafe extern "C" fn see_one(text: *const c_char, list: *const ArgumentList) {
        see(&[], text, list);
    }

    unsafe extern "C" fn see_two(first: usize, text: *const c_char, list: *const ArgumentList) {
        see(&[first], text, list);
    }

    unsafe extern "C" fn see_three(first: usize, second: usize, text: *const c_char, list: *const ArgumentList) {
        see(&[first, second], text, list);
    }

    #[unsafe(naked)]
    unsafe extern "C" fn one(text: *const c_char, more: *const Variadic) {
        variadic!(1, see_one)
    }

    #[unsafe(naked)]
    unsafe extern "C" fn two(first: usize, text: *const c_char, more: *const Variadic) {
        variadic!(2, see_two)
    }

    #[unsafe(naked)]
    unsafe extern "C" fn three(first: usize, second: usize, text: *const c_char, more: *const Variadic) {
        variadic!(3, see_three)
    }

    type One = unsafe extern "C" fn(*const c_char, ...);
    type Two = unsafe extern "C" fn(usize, *const c_char, ...);
    type Three = unsafe extern "C" fn(usize, usize, *const c_char, ...);

    #[test]
    fn arguments_in_registers_and_in_memory_arrive() {
        let text = c"%d %s %.1f %ld|%d %d %d %d %.2f %.2f %.2f %.2f %.2f %.2f %.2f %.2f %.2f %s";
        let expected = "-1 two 3.5 4000000000|5 6 7 8 1.00 2.00 3.00 4.00 5.00 6.00 7.00 8.00 9.00 end";
        // SAFETY: the functions read their arguments as C passes them to a variadic function, and these fit the format.
        unsafe {
            let one: One = mem::transmute(one as *const c_void);
            let two: Two = mem::transmute(two as *const c_void);
            let three: Three = mem::transmute(three as *const c_void);
            macro_rules! call {
                ($function:ident, $($fixed:expr,)*) => {
                    $function($($fixed,)* text.as_ptr(), -1_i32, c"two".as_ptr(), 3.5_f64, 4_000_000_000_i64, 5_i32, 6_i32,
                        7_i32, 8_i32, 1.0_f64, 2.0_f64, 3.0_f64, 4.0_f64, 5.0_f64, 6.0_f64, 7.0_f64, 8.0_f64, 9.0_f64,
                        c"end".as_ptr())
                };
            }
            call!(one,);
            call!(two, 17_usize,);
            call!(three, 18_usize, usize::MAX,);
        }
        let seen = SEEN.take();
        assert_eq!(
            seen.iter().map(|(fixed, _)| fixed.clone()).collect::<Vec<_>>(),
            [vec![], vec![17], vec![18, usize::MAX]]
        );
        for (_, text) in seen {
            assert_eq!(text, expected);
        }
    }

    #[test]
    fn long_texts_are_whole_up_to_the_limit() {
        for (wanted, len) in [(511, 511), (512, 512), (MAX_TEXT, MAX_TEXT), (MAX_TEXT + 9, MAX_TEXT)] {
            // SAFETY: as above.
            unsafe {
                let one: One = mem::transmute(one as *const c_void);
                one(c"%*s%c".as_ptr(), (wanted - 1) as c_int, c"a".as_ptr(), c_int::from(b'b'));
            }
            let seen = SEEN.take();
            assert_eq!(seen[0].1.len(), len);
            assert_eq!(seen[0].1.ends_with('b'), wanted == len);
        }
    }

    #[test]
    fn a_missing_format_is_an_error() {
        // SAFETY: NULL is allowed; the list is not read.
        let missing = unsafe { format(ptr::null(), ptr::null()) };
        assert_eq!(missing.unwrap_err().code(), Code::Null);
    }
}
