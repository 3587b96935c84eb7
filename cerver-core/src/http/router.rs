//! Finds the route of a request: the first registered one whose text fits and that has the method.
//!
//! The text of a route consists of parts between slashes; empty parts do not count, in requests neither: `/echo`, `/echo/` and `//echo` are one.
//! A part `:name` takes any one part and captures it, `*` as the last part takes all that is left (also nothing), `*` elsewhere any one part. Other
//! parts are compared byte by byte, as they are and percent-decoded (RFC 9110 section 4.2.3: `/%65cho` is `/echo`). What is captured is not decoded.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::head::Span;
use super::method::Method;
use super::percent::{self, Plus};

/// Routes in the order of their precedence, to be compiled into a [`Router`].
///
/// A route with children is registered first and then each child, under the text of the parent with that of the child behind it.
#[derive(Clone, Debug)]
pub struct Routes<T> {
    endpoints: Vec<Endpoint<T>>,
}

/// The names of what the dynamic parts of a route capture, in their order; `*` for parts of that text.
pub fn capture_names(text: &str) -> Box<[Box<str>]> {
    Pattern::of(text).names()
}

impl<T> Default for Routes<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Routes<T> {
    /// No routes.
    pub const fn new() -> Self {
        Self { endpoints: Vec::new() }
    }

    /// Registers a route. The same text may come again for other methods; for the same method the first one stays. [`Method::Undefined`] takes every
    /// method that has no number of its own.
    pub fn add(&mut self, method: Method, text: &str, value: T) {
        self.endpoints.push(Endpoint { method, text: text.into(), names: Pattern::of(text).names(), value });
    }

    /// How many were registered.
    pub fn len(&self) -> usize {
        self.endpoints.len()
    }

    /// Whether none was registered.
    pub fn is_empty(&self) -> bool {
        self.endpoints.is_empty()
    }

    /// Makes the structure in which requests are looked up.
    pub fn compile(self) -> Router<T> {
        let mut router =
            Router { endpoints: self.endpoints, nodes: vec![Node::new(0)], exact: Vec::new(), starts: Vec::new() };
        for number in 0..router.endpoints.len() {
            router.insert(number as u32);
        }
        router.collect_exact();
        router
    }
}

/// The compiled routes; never changes, so that threads can share it.
#[derive(Clone, Debug)]
pub struct Router<T> {
    /// In the order of registration: the lower the number, the earlier it wins.
    endpoints: Vec<Endpoint<T>>,
    /// A tree over the parts; the first node is its root.
    nodes: Vec<Node>,
    /// What a path without captures comes to, ordered by length and text.
    exact: Vec<Exact>,
    /// For each length where its paths start in `exact`.
    starts: Vec<u32>,
}

/// What [`Router::find`] says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match<'r, T> {
    /// A route takes the request.
    Found {
        /// What was registered.
        value: &'r T,
        /// The names of the captured parts, one for each of [`Params::spans`]; `*` for the parts that such a part took.
        names: &'r [Box<str>],
        /// Whether a HEAD request came to a GET route, so that the body of the answer must not be sent.
        get_for_head: bool,
    },
    /// Routes take the path, but none of them the method.
    MethodNotAllowed {
        /// The value of an `Allow` header, such as `GET, HEAD, OPTIONS`. HEAD stands beside GET, OPTIONS always.
        allow: &'static str,
    },
    /// No route takes the path.
    NotFound,
}

/// What the dynamic parts of a route took, kept by the caller so that its memory is used again.
#[derive(Clone, Debug, Default)]
pub struct Params {
    spans: Vec<Span>,
    parts: Vec<Span>,
    stack: Vec<Span>,
}

impl Params {
    /// Nothing captured; allocates nothing.
    pub const fn new() -> Self {
        Self { spans: Vec::new(), parts: Vec::new(), stack: Vec::new() }
    }

    /// The captured parts in their order, as offsets into the path that was looked up, not decoded.
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }
}

#[derive(Clone, Debug)]
struct Endpoint<T> {
    method: Method,
    text: Box<str>,
    names: Box<[Box<str>]>,
    value: T,
}

#[derive(Clone, Debug)]
struct Node {
    /// The first endpoint in this node and below it.
    first: u32,
    literals: BTreeMap<Box<[u8]>, usize>,
    any: Option<usize>,
    /// Endpoints whose text ends here, ascending.
    ends: Vec<u32>,
    /// Endpoints with a closing `*` here, ascending.
    rest_ends: Vec<u32>,
}

#[derive(Clone, Debug)]
struct Exact {
    path: Box<[u8]>,
    /// For each method its endpoint, [`NONE`] if the tree has to be asked.
    endpoints: [u32; Method::COUNT],
}

const NONE: u32 = u32::MAX;

impl<T> Router<T> {
    /// Looks up the path of a request, without its query. `params` is only meaningful when a route was found. A path that does not start with `/`
    /// is not found.
    #[inline(always)]
    pub fn find(&self, method: Method, path: &[u8], params: &mut Params) -> Match<'_, T> {
        params.spans.clear();
        if let Some(exact) = self.find_exact(path) {
            let number = exact.endpoints[method as usize];
            if number != NONE {
                return self.found(number, method);
            }
        }
        self.find_dynamic(method, path, params)
    }

    /// The short way to what [`Router::find`] finds: a route without captures, for exactly this method.
    #[inline(always)]
    pub(super) fn find_fixed(&self, method: Method, path: &[u8], params: &mut Params) -> Option<&T> {
        let endpoint = self.endpoints.get(self.find_exact(path)?.endpoints[method as usize] as usize)?;
        params.spans.clear();
        (endpoint.method == method).then_some(&endpoint.value)
    }

    #[inline(never)]
    fn find_dynamic(&self, method: Method, path: &[u8], params: &mut Params) -> Match<'_, T> {
        if path.first() != Some(&b'/') {
            return Match::NotFound;
        }
        match self.search(method, path, params) {
            Outcome { chosen: NONE, allowed: 0 } => Match::NotFound,
            Outcome { chosen: NONE, allowed } => Match::MethodNotAllowed { allow: &ALLOW[usize::from(allowed)] },
            Outcome { chosen, .. } => self.found(chosen, method),
        }
    }

    fn found(&self, number: u32, method: Method) -> Match<'_, T> {
        let endpoint = &self.endpoints[number as usize];
        Match::Found { value: &endpoint.value, names: &endpoint.names, get_for_head: endpoint.method != method }
    }

    #[inline(always)]
    fn find_exact(&self, path: &[u8]) -> Option<&Exact> {
        let &[start, end] = self.starts.get(path.len()..path.len() + 2)? else { return None };
        let same_length = &self.exact[start as usize..end as usize];
        if let [only] = same_length {
            return (*only.path == *path).then_some(only);
        }
        let index = same_length.binary_search_by(|exact| (*exact.path).cmp(path)).ok()?;
        Some(&same_length[index])
    }

    fn search(&self, method: Method, path: &[u8], params: &mut Params) -> Outcome {
        params.parts.clear();
        params.parts.extend(parts(path));
        params.stack.clear();
        let mut search = Search { method, path, params, best: NONE, chosen: NONE, allowed: 0 };
        self.walk(&self.nodes[0], 0, &mut search);
        Outcome { chosen: search.chosen, allowed: search.allowed }
    }

    /// Visits every node that fits, but none whose endpoints all come after the best one so far. So each possible endpoint was seen when none is
    /// found. Never deeper than the longest route.
    fn walk(&self, node: &Node, depth: usize, search: &mut Search) {
        if node.first >= search.best {
            return;
        }
        let part = search.params.parts.get(depth).copied();
        if part.is_none() {
            self.take(&node.ends, search);
        }
        if !node.rest_ends.is_empty() {
            let end = search.path.len();
            search.params.stack.push(Span::new(part.map_or(end, |part| part.start as usize), end));
            self.take(&node.rest_ends, search);
            search.params.stack.pop();
        }
        let Some(part) = part else { return };
        let text = part.of(search.path);
        if let Some(&child) = node.literals.get(text) {
            self.walk(&self.nodes[child], depth + 1, search);
        }
        if text.contains(&b'%')
            && let Some(child) = node.decoded_literal(text)
        {
            self.walk(&self.nodes[child], depth + 1, search);
        }
        if let Some(child) = node.any {
            search.params.stack.push(part);
            self.walk(&self.nodes[child], depth + 1, search);
            search.params.stack.pop();
        }
    }

    /// Takes the first of these endpoints that has the method, if it comes before the best one so far.
    fn take(&self, ends: &[u32], search: &mut Search) {
        let method_of = |number: u32| self.endpoints[number as usize].method;
        search.allowed = ends.iter().fold(search.allowed, |allowed, &number| allowed | 1 << method_of(number) as u16);
        let serves = |method| method == search.method || search.method == Method::Head && method == Method::Get;
        let Some(&best) = ends.iter().find(|&&number| serves(method_of(number))) else { return };
        if best < search.best {
            search.best = best;
            // Of routes with the same text, one for HEAD serves HEAD better than an earlier one for GET.
            search.chosen = ends.iter().copied().find(|&number| method_of(number) == search.method).unwrap_or(best);
            search.params.spans.clone_from(&search.params.stack);
        }
    }

    fn insert(&mut self, number: u32) {
        let text = self.endpoints[number as usize].text.clone();
        let pattern = Pattern::of(&text);
        let mut at = 0;
        for part in pattern.parts {
            let next = self.nodes.len();
            let node = &mut self.nodes[at];
            at = match part {
                Part::Literal(text) => *node.literals.entry(text.as_bytes().into()).or_insert(next),
                Part::Any(_) => *node.any.get_or_insert(next),
            };
            if at == next {
                self.nodes.push(Node::new(number));
            }
        }
        let node = &mut self.nodes[at];
        if pattern.takes_rest { node.rest_ends.push(number) } else { node.ends.push(number) }
    }

    /// Asks the tree once for each path that some route names without dynamic parts, and keeps the answers that capture nothing.
    fn collect_exact(&mut self) {
        let fixed = self.endpoints.iter().filter(|endpoint| endpoint.names.is_empty());
        let mut paths: Vec<Box<[u8]>> = fixed.map(|endpoint| canonical(&endpoint.text)).collect();
        paths.sort_by(|one, other| (one.len(), one).cmp(&(other.len(), other)));
        paths.dedup();
        let mut params = Params::new();
        let exact = paths.into_iter().map(|path| {
            let endpoints = Method::ALL.map(|method| {
                let chosen = self.search(method, &path, &mut params).chosen;
                if params.spans.is_empty() { chosen } else { NONE }
            });
            Exact { path, endpoints }
        });
        let exact: Vec<Exact> = exact.collect();
        let longest = exact.last().map_or(0, |exact| exact.path.len());
        self.starts =
            (0..=longest + 1).map(|length| exact.partition_point(|exact| exact.path.len() < length) as u32).collect();
        self.exact = exact;
    }
}

impl Node {
    /// The node behind what a part with escapes stands for.
    #[cold]
    fn decoded_literal(&self, part: &[u8]) -> Option<usize> {
        let mut decoded = Vec::new();
        percent::decode(part, Plus::Literal, &mut decoded);
        self.literals.get(&*decoded).copied().filter(|_| decoded != part)
    }

    fn new(first: u32) -> Self {
        Self { first, literals: BTreeMap::new(), any: None, ends: Vec::new(), rest_ends: Vec::new() }
    }
}

/// One walk through the tree.
struct Search<'a> {
    method: Method,
    path: &'a [u8],
    params: &'a mut Params,
    /// The endpoint whose place in the order counts.
    best: u32,
    /// The endpoint that answers.
    chosen: u32,
    /// The methods of all endpoints seen: bit 1 << number.
    allowed: u16,
}

struct Outcome {
    chosen: u32,
    allowed: u16,
}

/// A route's text, taken apart.
struct Pattern<'a> {
    parts: Vec<Part<'a>>,
    takes_rest: bool,
}

enum Part<'a> {
    Literal(&'a str),
    Any(&'a str),
}

impl<'a> Pattern<'a> {
    fn of(text: &'a str) -> Self {
        let mut texts: Vec<&str> = text.split('/').filter(|part| !part.is_empty()).collect();
        let takes_rest = texts.pop_if(|last| *last == "*").is_some();
        let parts = texts.into_iter().map(|part| match part.strip_prefix(':') {
            Some(name) => Part::Any(name),
            None if part == "*" => Part::Any(part),
            None => Part::Literal(part),
        });
        Self { parts: parts.collect(), takes_rest }
    }

    fn names(&self) -> Box<[Box<str>]> {
        let single = self.parts.iter().filter_map(|part| match part {
            Part::Literal(_) => None,
            Part::Any(name) => Some((*name).into()),
        });
        single.chain(self.takes_rest.then(|| "*".into())).collect()
    }
}

/// The places of the parts of a path.
fn parts(path: &[u8]) -> impl Iterator<Item = Span> {
    let mut start = 0;
    path.split(|&byte| byte == b'/').filter_map(move |part| {
        let span = Span::new(start, start + part.len());
        start += part.len() + 1;
        (!part.is_empty()).then_some(span)
    })
}

/// The path as most clients write it: one slash before each part.
fn canonical(text: &str) -> Box<[u8]> {
    let path = text.split('/').filter(|part| !part.is_empty()).fold(String::new(), |path, part| path + "/" + part);
    if path.is_empty() { b"/".as_slice().into() } else { path.into_bytes().into() }
}

/// The text of `Allow` for each set of methods.
static ALLOW: LazyLock<Vec<String>> = LazyLock::new(|| {
    use Method::{Connect, Delete, Get, Head, Options, Patch, Post, Put, Trace};
    let text = |set: usize| {
        let has = |method: Method| set >> method as usize & 1 != 0;
        let named = [Get, Head, Post, Put, Patch, Delete, Connect, Options, Trace].into_iter();
        let allowed = named.filter(|&method| has(method) || method == Options || method == Head && has(Get));
        allowed.map(Method::as_str).collect::<Vec<_>>().join(", ")
    };
    (0..1 << Method::COUNT).map(text).collect()
});
