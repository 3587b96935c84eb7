//! Single rules, and random routes against a matcher that tries each route in turn.

use super::*;
use crate::http::random::Random;

fn router(routes: &[(Method, &str)]) -> Router<usize> {
    let mut compiled = Routes::new();
    for (number, (method, text)) in routes.iter().enumerate() {
        compiled.add(*method, text, number);
    }
    compiled.compile()
}

/// The number of the route found and its captures as `name=text`; or the allowed methods; or nothing.
#[derive(Debug, PartialEq, Eq)]
enum Answer {
    Route(usize, Vec<String>),
    Allow(&'static str),
    Nothing,
}

fn ask(router: &Router<usize>, method: Method, path: &str) -> Answer {
    let mut params = Params::new();
    match router.find(method, path.as_bytes(), &mut params) {
        Match::Found { value, names, .. } => {
            assert_eq!(names.len(), params.spans().len());
            let text = |span: &Span| &path[span.start as usize..span.end as usize];
            Answer::Route(
                *value,
                names.iter().zip(params.spans()).map(|(name, span)| format!("{name}={}", text(span))).collect(),
            )
        }
        Match::MethodNotAllowed { allow } => Answer::Allow(allow),
        Match::NotFound => Answer::Nothing,
    }
}

fn check(routes: &[&str], cases: &[(&str, Option<usize>, &[&str])]) {
    let routes: Vec<(Method, &str)> = routes.iter().map(|text| (Method::Get, *text)).collect();
    let router = router(&routes);
    for (path, route, captures) in cases {
        let expected = route.map_or(Answer::Nothing, |route| {
            Answer::Route(route, captures.iter().map(|capture| capture.to_string()).collect())
        });
        assert_eq!(ask(&router, Method::Get, path), expected, "{path} in {routes:?}");
    }
}

#[test]
fn parts_are_compared() {
    check(
        &["/", "echo", "/a/b/", "/a//c"],
        &[
            ("/", Some(0), &[]),
            ("//", Some(0), &[]),
            ("/echo", Some(1), &[]),
            ("/echo/", Some(1), &[]),
            ("//echo", Some(1), &[]),
            ("/a/b", Some(2), &[]),
            ("/a///b//", Some(2), &[]),
            ("/a/c", Some(3), &[]),
            ("/a", None, &[]),
            ("/Echo", None, &[]),
            ("/ech", None, &[]),
            ("/echoo", None, &[]),
            ("/%65cho", Some(1), &[]),
            ("/a/b/c", None, &[]),
            ("echo", None, &[]),
            ("", None, &[]),
            ("*", None, &[]),
        ],
    );
}

#[test]
fn escapes_in_a_path_stand_for_their_bytes() {
    check(
        &["/echo", "/grün/:x", "/a b/*", "/100%", "/%41", "/A", "/:any"],
        &[
            ("/%65cho", Some(0), &[]),
            ("/%65%63%68%6F", Some(0), &[]),
            ("/e%63h%6f/", Some(0), &[]),
            ("/gr%C3%BCn/%C3%BC", Some(1), &["x=%C3%BC"]),
            ("/gr%c3%bcn/a", Some(1), &["x=a"]),
            ("/a%20b/%20/c", Some(2), &["*=%20/c"]),
            ("/100%", Some(3), &[]),
            ("/100%25", Some(3), &[]),
            ("/%41", Some(4), &[]),
            ("/%4", Some(6), &["any=%4"]),
            ("/echo%2F", Some(6), &["any=echo%2F"]),
            ("/%2Fecho", Some(6), &["any=%2Fecho"]),
            ("/echo%00", Some(6), &["any=echo%00"]),
            ("/gr%C3%BCn%2Fa", Some(6), &["any=gr%C3%BCn%2Fa"]),
        ],
    );
}

#[test]
fn dynamic_parts_capture() {
    check(
        &["/u/:id", "/u/:id/posts/:post", "/x/*/y", "/f/*", "/:a/:b/:c/:d/:e/:f/:g/:h/:i/:j"],
        &[
            ("/u/7", Some(0), &["id=7"]),
            ("/u/7/", Some(0), &["id=7"]),
            ("//u//a%20b", Some(0), &["id=a%20b"]),
            ("/u", None, &[]),
            ("/u/7/posts", None, &[]),
            ("/u/7/posts/9", Some(1), &["id=7", "post=9"]),
            ("/x/1/y", Some(2), &["*=1"]),
            ("/x/1/z", None, &[]),
            ("/f", Some(3), &["*="]),
            ("/f/", Some(3), &["*="]),
            ("/f/a", Some(3), &["*=a"]),
            ("/f//a/b//c/", Some(3), &["*=a/b//c/"]),
            (
                "/1/2/3/4/5/6/7/8/9/10",
                Some(4),
                &["a=1", "b=2", "c=3", "d=4", "e=5", "f=6", "g=7", "h=8", "i=9", "j=10"],
            ),
        ],
    );
    check(&["*"], &[("/", Some(0), &["*="]), ("/a/b", Some(0), &["*=a/b"])]);
    check(&["/:"], &[("/a", Some(0), &["=a"])]);
    check(&["/a:b", "/**"], &[("/a:b", Some(0), &[]), ("/**", Some(1), &[]), ("/x", None, &[])]);
}

#[test]
fn the_first_registered_wins() {
    check(
        &["/a", "/a/:x", "/a/b", "/:y", "/c"],
        &[("/a", Some(0), &[]), ("/a/b", Some(1), &["x=b"]), ("/a/b/", Some(1), &["x=b"]), ("/c", Some(3), &["y=c"])],
    );
    check(
        &["/a/b", "/a/*", "/a/c", "/*"],
        &[("/a/b", Some(0), &[]), ("/a/c", Some(1), &["*=c"]), ("/a", Some(1), &["*="]), ("/b", Some(3), &["*=b"])],
    );
    check(
        &["/a/:x/c", "/a/b/:y"],
        &[("/a/b/c", Some(0), &["x=b"]), ("/a/b/d", Some(1), &["y=d"]), ("/a/x/d", None, &[])],
    );
    check(&["/a/b/:y", "/a/:x/c"], &[("/a/b/c", Some(0), &["y=c"]), ("/a/z/c", Some(1), &["x=z"])]);
}

#[test]
fn methods_of_a_path() {
    use Method::{Delete, Get, Head, Options, Patch, Post, Put, Undefined};
    let router = router(&[
        (Get, "/a"),
        (Post, "/a"),
        (Delete, "/a/:x"),
        (Put, "/:y/b"),
        (Get, "/h"),
        (Head, "/h"),
        (Options, "/o"),
    ]);
    let route =
        |number, captures: &[&str]| Answer::Route(number, captures.iter().map(|capture| capture.to_string()).collect());
    assert_eq!(ask(&router, Get, "/a"), route(0, &[]));
    assert_eq!(ask(&router, Post, "/a"), route(1, &[]));
    assert_eq!(ask(&router, Head, "/a"), route(0, &[]));
    assert_eq!(ask(&router, Head, "/h"), route(5, &[]));
    assert_eq!(ask(&router, Get, "/h"), route(4, &[]));
    assert_eq!(ask(&router, Options, "/o"), route(6, &[]));
    assert_eq!(ask(&router, Patch, "/a"), Answer::Allow("GET, HEAD, POST, OPTIONS"));
    assert_eq!(ask(&router, Undefined, "/a"), Answer::Allow("GET, HEAD, POST, OPTIONS"));
    assert_eq!(ask(&router, Options, "/a"), Answer::Allow("GET, HEAD, POST, OPTIONS"));
    assert_eq!(ask(&router, Put, "/a/b"), route(3, &["y=a"]));
    assert_eq!(ask(&router, Get, "/a/b"), Answer::Allow("PUT, DELETE, OPTIONS"));
    assert_eq!(ask(&router, Get, "/a/c"), Answer::Allow("DELETE, OPTIONS"));
    assert_eq!(ask(&router, Get, "/o"), Answer::Allow("OPTIONS"));
    assert_eq!(ask(&router, Get, "/n"), Answer::Nothing);

    let mut params = Params::new();
    let for_head = |path: &[u8], method, params: &mut Params| match router.find(method, path, params) {
        Match::Found { get_for_head, .. } => get_for_head,
        _ => panic!("a route has this path"),
    };
    assert!(for_head(b"/a", Head, &mut params));
    assert!(!for_head(b"/h", Head, &mut params));
    assert!(!for_head(b"/a", Get, &mut params));
}

#[test]
fn no_routes() {
    let router: Router<()> = Routes::new().compile();
    assert_eq!(router.find(Method::Get, b"/", &mut Params::new()), Match::NotFound);
    assert_eq!(router.find(Method::Get, b"", &mut Params::new()), Match::NotFound);
    assert_eq!(router.find(Method::Get, &b"/a".repeat(50_000), &mut Params::new()), Match::NotFound);
}

/// Tries each route in turn.
fn naive(routes: &[(Method, String)], method: Method, path: &str) -> Answer {
    let fitting: Vec<(usize, Vec<String>)> = (0..routes.len())
        .filter_map(|number| captures(&routes[number].1, path).map(|captures| (number, captures)))
        .collect();
    let exactly = |number: usize| routes[number].0 == method;
    let serves = |number: usize| exactly(number) || method == Method::Head && routes[number].0 == Method::Get;
    let Some((first, _)) = fitting.iter().find(|(number, _)| serves(*number)) else {
        let set = fitting.iter().fold(0, |set, (number, _)| set | 1 << routes[*number].0 as usize);
        return if set == 0 { Answer::Nothing } else { Answer::Allow(&ALLOW[set]) };
    };
    let shape = |number: usize| {
        let parts: Vec<&str> = routes[number].1.split('/').filter(|part| !part.is_empty()).collect();
        let any = |index: usize| parts[index].starts_with(':') || parts[index] == "*" && index + 1 < parts.len();
        (0..parts.len())
            .map(|index| if any(index) { ":".to_string() } else { parts[index].to_string() })
            .collect::<Vec<_>>()
    };
    let chosen = fitting.iter().find(|(number, _)| exactly(*number) && shape(*number) == shape(*first));
    let (number, captures) = chosen.or(fitting.iter().find(|(number, _)| number == first)).expect("it fits");
    Answer::Route(*number, captures.clone())
}

fn captures(text: &str, path: &str) -> Option<Vec<String>> {
    let split = |text: &str| text.split('/').filter(|part| !part.is_empty()).map(str::to_string).collect::<Vec<_>>();
    let (wanted, given) = (split(text), split(path));
    let mut captures = Vec::new();
    for (index, part) in wanted.iter().enumerate() {
        if part == "*" && index + 1 == wanted.len() {
            let rest = if index < given.len() {
                let mut at = 0;
                for _ in 0..index {
                    at += path[at..].find(|byte| byte != '/')?;
                    at += path[at..].find('/')?;
                }
                path[at..].trim_start_matches('/')
            } else {
                ""
            };
            captures.push(format!("*={rest}"));
            return (given.len() >= index).then_some(captures);
        }
        let other = given.get(index)?;
        match part.strip_prefix(':') {
            Some(name) => captures.push(format!("{name}={other}")),
            None if part == "*" => captures.push(format!("*={other}")),
            None if part == other => {}
            None => return None,
        }
    }
    (wanted.len() == given.len()).then_some(captures)
}

#[test]
fn random_routes_agree_with_the_naive_matcher() {
    let rounds = if cfg!(debug_assertions) { 600 } else { 20_000 };
    let mut random = Random::new(0x726f_7574);
    let methods = [Method::Get, Method::Get, Method::Head, Method::Post, Method::Undefined];
    let pick = |random: &mut Random, parts: &[&str]| {
        let mut text = String::new();
        for _ in 0..random.below(5) {
            text += ["/", "/", "/", "//"][random.below(4)];
            text += parts[random.below(parts.len())];
        }
        text + ["", "", "/"][random.below(3)]
    };
    let mut found = 0;
    for _ in 0..rounds {
        let routes: Vec<(Method, String)> = (0..random.below(12))
            .map(|_| (methods[random.below(methods.len())], pick(&mut random, &["a", "b", "ab", ":x", ":y", "*"])))
            .collect();
        let shown: Vec<(Method, &str)> = routes.iter().map(|(method, text)| (*method, text.as_str())).collect();
        let router = router(&shown);
        for _ in 0..30 {
            let method = methods[random.below(methods.len())];
            let path = format!("/{}", pick(&mut random, &["a", "b", "ab", "c"]));
            let expected = naive(&routes, method, &path);
            found += usize::from(matches!(expected, Answer::Route(..)));
            assert_eq!(ask(&router, method, &path), expected, "{method:?} {path} in {routes:?}");
        }
    }
    assert!(found > rounds, "{found} found");
}

#[test]
fn ten_thousand_routes() {
    let mut routes: Vec<(Method, String)> = Vec::new();
    for number in 0..2_500 {
        routes.push((Method::Get, format!("/static/{number}/page")));
        routes.push((Method::Post, format!("/static/{number}/page")));
        routes.push((Method::Get, format!("/item{number}/:id")));
        routes.push((Method::Get, format!("/files/{number}/*")));
    }
    let shown: Vec<(Method, &str)> = routes.iter().map(|(method, text)| (*method, text.as_str())).collect();
    let router = router(&shown);
    for number in (0..2_500).step_by(7) {
        for (method, path) in [
            (Method::Post, format!("/static/{number}/page")),
            (Method::Get, format!("/static/{number}/page/")),
            (Method::Get, format!("/item{number}/x")),
            (Method::Get, format!("/files/{number}/a/b")),
            (Method::Put, format!("/item{number}/x")),
            (Method::Get, format!("/none{number}/x")),
        ] {
            // Each of these paths fits only routes of its own number.
            let own: Vec<(Method, String)> = routes[number * 4..number * 4 + 4].to_vec();
            let expected = match naive(&own, method, &path) {
                Answer::Route(index, captures) => Answer::Route(number * 4 + index, captures),
                other => other,
            };
            assert_eq!(ask(&router, method, &path), expected, "{method:?} {path}");
        }
    }
    // Each fixed path stands once in the table that is asked first.
    assert_eq!(router.exact.len(), 2_500);
}
