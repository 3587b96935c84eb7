//! Every parser with its input between two unreadable pages, ending or beginning exactly at one: a search in steps of
//! sixteen bytes that looks past an end traps here.

use cerver_core::{
    http::{
        chunked::{ChunkLimits, Chunked},
        content_type::ContentType,
        cookie::cookies,
        date,
        head::{Head, Limits, Parsed},
        header::{self, KnownHeader},
        json,
        method::Method,
        multipart::{self, Multipart, boundary, safe_name},
        negotiate,
        percent::{self, Plus},
        query::{DEFAULT_PAIRS, Pairs},
        range,
        refusal::Refusal,
        router::{Params, Routes},
        trace_context::TraceParent,
        validators::{Conditions, Validators},
    },
    testing::Guarded,
};

/// Hands every start and every end of each text to `parse`, so that each length comes, and with it each alignment.
fn at_page_ends(texts: &[&[u8]], mut parse: impl FnMut(&[u8])) {
    let longest = texts.iter().map(|text| text.len()).max().unwrap_or_default();
    let mut place = Guarded::new(longest).expect("memory");
    for text in texts {
        for cut in 0..=text.len() {
            for part in [&text[..cut], &text[cut..]] {
                parse(place.at_end(part));
                parse(place.at_start(part));
            }
        }
    }
}

const HEADS: [&[u8]; 8] = [
    b"GET / HTTP/1.1\r\nHost: h\r\n\r\n",
    b"GET /a/path/of/some/length/index.html?with=a&query=of%20some&length HTTP/1.1\r\nHost: www.example.org:8080\r\n\
      User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0\r\n\
      Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\nAccept-Language: en-US,en;q=0.5\r\n\
      Accept-Encoding: gzip, deflate, br, zstd\r\nCookie: session=0123456789abcdef; theme=dark\r\nX:\tb \r\n\r\n",
    b"\r\nPOST /echo HTTP/1.0\r\nContent-Length: 18446744073709551615\r\nConnection: keep-alive\r\n\r\nbody",
    b"OPTIONS * HTTP/1.1\r\nHost: [2001:db8::1]:443\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n",
    b"CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n",
    b"GET http://user.example/%41%42?q HTTP/1.1\r\nHOST: UPPER.example\r\nX-Latin: \xe9\xe8\xe7\xe0\r\n\r\n",
    b"GET /\0 HTTP/1.1\r\nHost : h\r\n folded\n\r",
    b"UNUSUAL-METHOD-OF-SOME-LENGTH /aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa#fragment HTTP/1.1\r\n",
];

#[test]
fn heads() {
    let mut head = Head::new();
    at_page_ends(&HEADS, |text| {
        for scanned in [0, 1, text.len() / 2, text.len().saturating_sub(3)] {
            if head.parse(text, &mut scanned.min(text.len()), &Limits::default()) == Parsed::Complete {
                let names = head.fields.iter().map(|field| field.name.of(text));
                assert!(names.clone().all(|name| head.value_of(name, text).is_some()));
                assert_eq!(head.value_of(b"X-Absent", text), None);
            }
        }
    });
}

#[test]
fn names_and_values() {
    let names: Vec<_> = KnownHeader::ALL.iter().map(|header| header.name().as_bytes()).collect();
    at_page_ends(&names, |text| {
        let known = KnownHeader::lookup(text);
        assert!(known.is_none_or(|known| known.name().as_bytes().eq_ignore_ascii_case(text)));
        assert!(header::valid_value(text) && Method::parse(text) == Method::Undefined);
        header::is_token(text);
        ContentType::by_mime(str::from_utf8(text).expect("a name is ASCII"));
    });
}

#[test]
fn chunked_bodies() {
    let texts: [&[u8]; 5] = [
        b"5\r\nhello\r\n0\r\n\r\n",
        b"40\r\n0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\r\n0;a=\"b\\\"c\"\r\n\r\n",
        b"5 \t;name=value; other\r\nhello\r\n000\r\nTrailer: value\r\nX:\r\n\r\nGET / HTTP/1.1\r\n",
        b"ffffffffffffffff0\r\n",
        b"3\r\nabcdef",
    ];
    let mut body = Vec::new();
    at_page_ends(&texts, |text| {
        body.clear();
        if let Ok(progress) = Chunked::new().decode(text, &mut body, &ChunkLimits::default()) {
            assert!(progress.consumed <= text.len());
        }
    });
}

#[test]
fn queries_and_forms() {
    let texts: [&[u8]; 5] = [
        b"name=value&other=a%20longer+value+of+some+more+bytes&empty=&=&flag&last=%",
        b"a%3Db%26c%3Dd+e",
        b"a=%41%4",
        b"=&=&=&=",
        b"\xff=\0&%00=%ff",
    ];
    let (mut pairs, mut out) = (Pairs::new(), Vec::new());
    at_page_ends(&texts, |text| {
        pairs.parse(text, DEFAULT_PAIRS);
        assert!(pairs.iter().all(|(key, _)| pairs.get(key).is_some()));
        for plus in [Plus::Literal, Plus::Space] {
            out.clear();
            percent::decode(text, plus, &mut out);
            assert!(out.len() <= text.len());
        }
        out.clear();
        json::string(text, &mut out);
        assert!(out.starts_with(b"\"") && out.ends_with(b"\""));
    });
}

#[test]
fn paths() {
    let mut routes = Routes::new();
    for text in ["/", "/a/path/of/some/length", "/users/:id/posts/:post", "/files/*", "/*/middle/:x"] {
        routes.add(Method::Get, text, ());
    }
    let router = routes.compile();
    let mut params = Params::new();
    let texts: [&[u8]; 4] =
        [b"/a/path/of/some/length", b"/users/17/posts/4711", b"//files///a/b/c/d/e/f/g//", b"/any/middle/part/"];
    at_page_ends(&texts, |text| {
        router.find(Method::Get, text, &mut params);
        router.find(Method::Post, text, &mut params);
    });
}

#[test]
fn forms_with_files() {
    let texts: [&[u8]; 3] = [
        b"--bound\r\nContent-Disposition: form-data; name=\"a\"; filename=\"../some name.txt\"\r\n\
          Content-Type: text/plain\r\n\r\ncontent\r\n--boun\r\n\r\n--bound \t\r\n\
          Content-Disposition: form-data; name=b\r\n\r\n\r\n--bound--\r\n",
        b"a preamble\r\n--bound\r\nContent-Disposition: form-data; name=\"c\"; filename*=UTF-8''%e2%82%ac\r\n\r\nx",
        b"multipart/form-data; charset=utf-8; boundary=\"some 'boundary' of 70 bytes at most\"",
    ];
    let limits = multipart::Limits { parts: 9, part_head: 400, name: 40 };
    at_page_ends(&texts, |text| {
        let mut count = 0;
        let _ = Multipart::new(b"bound", limits).feed(text, &mut |_| {
            count += 1;
            Ok::<(), Refusal>(())
        });
        assert!(count < 20 && safe_name(text).len() <= multipart::MAX_SAFE_NAME);
        boundary(text);
    });
}

#[test]
fn values_of_fields() {
    let texts: [&[u8]; 9] = [
        b"session=0123456789abcdef0123456789abcdef; theme=\"dark\";=; empty=; flag ; last=1",
        b"text/html;level=1;q=0.7, text/*;q=\"0.3\", application/json; charset=\"utf\\-8\", */*;q=0.001",
        b"gzip;q=1.000, br;q=0.9, x-compress, identity;q=0, *;q=0.5",
        b"en-GB, en;q=0.8, de-CH-1996;q=0.5, *;q=0.1",
        b"bytes=0-99, 200-299,-5, 18446744073709551615-",
        b"W/\"weak\", \"strong, with a comma\", \"last\"",
        b"Sunday, 06-Nov-94 08:49:37 GMT",
        b"Sun Nov  6 08:49:37 1994",
        b"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    ];
    let validators = Validators { tag: b"\"strong\"", modified: Some(784_111_777), is_date_strong: true };
    at_page_ends(&texts, |text| {
        let offers = ["text/html", "application/json; charset=utf-8", "gzip", "identity", "en", "de-CH"];
        let chosen = [
            negotiate::media_type(Some(text), &offers),
            negotiate::encoding(Some(text), &offers),
            negotiate::language(Some(text), &offers),
        ];
        assert!(chosen.into_iter().flatten().all(|offer| offer < offers.len()));
        assert!(cookies([text].into_iter()).count() < 8);
        range::parse(text, 1000, 8);
        date::parse(text, 1_795_000_000);
        TraceParent::parse(text);
        for name in ["If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range", "Range"] {
            let conditions = Conditions::of([(name.as_bytes(), text), (&b"Range"[..], &b"bytes=1-2"[..])]);
            conditions.select(&validators, 1000, true, 8, 1_795_000_000);
        }
    });
}
