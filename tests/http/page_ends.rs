//! Every parser with its input between two unreadable pages, ending or beginning exactly at one: a search in steps of
//! sixteen bytes that looks past an end traps here.

use cerver_core::{
    http::{
        chunked::{ChunkLimits, Chunked},
        content_type::ContentType,
        head::{Head, Limits, Parsed},
        header::{self, KnownHeader},
        json,
        method::Method,
        percent::{self, Plus},
        query::{DEFAULT_PAIRS, Pairs},
        router::{Params, Routes},
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
