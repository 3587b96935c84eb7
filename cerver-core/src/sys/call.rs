//! System calls without the C library in between.
//!
//! Three calls make a request (wait, receive, send). The C library's wrappers turn thread cancellation on and off around
//! each, and its variadic `syscall` moves every argument through memory rules and sets `errno`: together about 200
//! instructions of the 1,500 that a request takes.

use std::io;

/// Makes a system call of up to six arguments and returns its result, or the error that the kernel answers with.
///
/// # Safety
/// The arguments must be what the kernel expects of this call: whatever it reads or writes through them must be valid
/// for that.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
pub(super) unsafe fn call(number: libc::c_long, arguments: [usize; 6]) -> io::Result<usize> {
    let [a, b, c, d, e, f] = arguments;
    let result: isize;
    // SAFETY: the registers are those of the x86-64 Linux convention, which overwrites rcx and r11 and keeps the others;
    // for what the arguments mean the caller answers.
    unsafe {
        std::arch::asm!(
            "syscall",
            inlateout("rax") number as isize => result,
            in("rdi") a, in("rsi") b, in("rdx") c, in("r10") d, in("r8") e, in("r9") f,
            lateout("rcx") _, lateout("r11") _,
            options(nostack),
        );
    }
    match usize::try_from(result) {
        Ok(result) => Ok(result),
        Err(_) => Err(io::Error::from_raw_os_error(-result as i32)),
    }
}

/// The same where no convention is written down here.
///
/// # Safety
/// As above.
#[cfg(not(target_arch = "x86_64"))]
#[inline(always)]
pub(super) unsafe fn call(number: libc::c_long, arguments: [usize; 6]) -> io::Result<usize> {
    let [a, b, c, d, e, f] = arguments;
    // SAFETY: for what the arguments mean the caller answers.
    let result = unsafe { libc::syscall(number, a, b, c, d, e, f) };
    usize::try_from(result).map_err(|_| io::Error::last_os_error())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_and_errors_are_the_kernels() {
        // SAFETY: neither call reads or writes memory.
        let (id, error) =
            unsafe { (call(libc::SYS_getpid, [0; 6]), call(libc::SYS_close, [usize::MAX, 0, 0, 0, 0, 0])) };
        assert_eq!(id.unwrap(), std::process::id() as usize);
        assert_eq!(error.unwrap_err().raw_os_error(), Some(libc::EBADF));
    }
}
