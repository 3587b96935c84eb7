//! Error pages: what the library answers when something goes wrong.

use std::{
    ffi::{CString, c_char, c_void},
    ptr,
    sync::Arc,
};

use cerver_core::http::{self as core, ErrorPage, Response, error_page};

use super::{
    cerver::CerverHttp,
    content::CerverContentType,
    draft::{Draft, ResponseObject},
    receive::CerverHttpReceive,
    response::CerverHttpResponse,
    status::{CerverHttpStatus, needed},
};
use crate::{
    boundary::{
        guard::{outcome, status},
        handle::{Kind, exchange},
        strings::text,
    },
    callback::Data,
    objects::HttpObject,
    status::{CerverStatus, Code, Error},
};

/// An error that the library is about to answer. All texts end with a NUL and are valid until the function returns.
/// Later versions add members at the end only: `size` tells how many there are.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct CerverHttpErrorPage {
    /// sizeof(CerverHttpErrorPage) in the library.
    pub size: usize,
    /// The status, 400 to 599.
    pub status: CerverHttpStatus,
    /// Content type that the client likes best by its Accept field: HTTP_CONTENT_TYPE_JSON, HTTP_CONTENT_TYPE_HTML or
    /// HTTP_CONTENT_TYPE_TXT; JSON when it does not say.
    pub accepted: CerverContentType,
    /// One sentence for the client's side; never anything that the client sent.
    pub text: *const c_char,
    /// The method as the client wrote it; NULL when the request could not be read.
    pub method: *const c_char,
    /// The path, not decoded: escape it before it goes into a page. NULL when the request could not be read.
    pub path: *const c_char,
    /// The request's id; NULL without http_cerver_set_request_ids().
    pub request_id: *const c_char,
}

/// Makes an error page: fills `response`, a handle of the library's that is valid until the function returns, with a
/// body, a content type and other headers, and returns true; false leaves the page to the library. The status stays that
/// of the error. A body of http_response_set_data_ref() that does not live on must be compiled before. `data` is what it
/// was registered with.
///
/// It runs on the reactor's thread and holds up the connections of its reactor: it must be quick. No lock of the library
/// is held, and it may call any function.
pub type CerverHttpErrorPageFunction = Option<
    unsafe extern "C" fn(
        page: *const CerverHttpErrorPage,
        response: *mut CerverHttpResponse,
        data: *mut c_void,
    ) -> bool,
>;

/// Registers a function that makes error pages in place of the library's; NULL, the default, for none.
///
/// It is asked for everything that the library itself answers with a status of 400 or more: refused requests, missing
/// routes and files, wrong methods, handlers that fail or give no answer, time-outs, and
/// http_response_error_page_send(). Without it a page is `{"error": "..."}`, HTML for a client whose Accept field
/// prefers that (a browser), or plain text. `data` is only handed back; it stays the caller's and must be good until the
/// server's teardown.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_error_page(
    http: *mut CerverHttp,
    function: CerverHttpErrorPageFunction,
    data: *mut c_void,
) -> CerverStatus {
    status("http_cerver_set_error_page", || {
        let http = HttpObject::of(http)?;
        let data = Data(data);
        let hook = function.map(|function| {
            let hook = move |page: &ErrorPage| {
                ask(page, |page, response| {
                    // SAFETY: the program registered the function for this data; the page and the handle are good until it
                    // returns.
                    unsafe { function(page, response, data.get()) }
                })
            };
            Arc::new(hook) as core::ErrorPageHook
        });
        http.app.set_error_page(hook);
        Ok(())
    })
}

/// Answers with the error page for `status`, 400 to 599: the library's, or that of http_cerver_set_error_page(). 0 on
/// success, 1 on error. `text` is copied: one sentence for the client's side; an empty one stands for a usual one.
///
/// Thread: any; the page itself is made on the reactor's thread.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
/// CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_error_page_send(
    receive: *const CerverHttpReceive,
    status: CerverHttpStatus,
    text: *const c_char,
) -> u8 {
    outcome("http_response_error_page_send", || {
        let exchange = exchange(Kind::Receive, receive)?;
        let status = needed(status)?;
        if status.0 < 400 {
            return Err(Error::new(Code::Argument, format!("{} is no status of an error: 400 to 599 are", status.0)));
        }
        // SAFETY: the caller passes NULL or a text with a NUL.
        let response = match unsafe { self::text(text, "text") }? {
            "" => Response::error(status, error_page::usual_text(status)),
            text => Response::error(status, text.to_owned()),
        };
        exchange.respond(response)
    })
}

/// Lets the program fill a response.
fn ask(
    page: &ErrorPage,
    fill: impl FnOnce(*const CerverHttpErrorPage, *mut CerverHttpResponse) -> bool,
) -> Option<Response> {
    // The parser lets no NUL through.
    let own = |text: &[u8]| CString::new(text).unwrap_or_default();
    let text = own(page.text.as_bytes());
    let (method, path) = (page.method.as_deref().map(own), page.path.as_deref().map(own));
    let request_id = page.request_id.as_deref().map(own);
    let pointer = |text: &Option<CString>| text.as_ref().map_or(ptr::null(), |text| text.as_ptr());
    let view = CerverHttpErrorPage {
        size: size_of::<CerverHttpErrorPage>(),
        status: CerverHttpStatus::from(page.status.0),
        accepted: CerverContentType::from(page.kind.content_type() as u8),
        text: text.as_ptr(),
        method: pointer(&method),
        path: pointer(&path),
        request_id: pointer(&request_id),
    };
    let response = ResponseObject::create(Draft::default()).ok()?;
    let is_made = fill(&raw const view, response);
    let made = ResponseObject::of(response).ok().filter(|_| is_made).map(|object| object.response());
    // It may have freed the response itself.
    let _ = ResponseObject::release(response);
    made
}
