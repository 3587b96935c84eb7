//! The routes of a run as statistics show them.

use super::super::{method::Method, metrics::RouteLabels, route::Route};
use std::sync::Arc;

/// The routes of a run, and what belongs to which of them.
#[derive(Default)]
pub(in super::super) struct Plan {
    pub(super) routes: Vec<RoutePlan>,
    pub(super) labels: RouteLabels,
    /// The handler of requests without a route.
    pub(super) fallback: Option<u32>,
}

/// A route and, for a top-level one, all that are below it.
pub(super) struct RoutePlan {
    /// Its path, with a slash before each part.
    pub(super) text: String,
    pub(super) takes_parts: bool,
    /// Methods that have a handler, and the place of each among the labels.
    pub(super) handlers: Vec<(Method, usize)>,
    pub(super) children: Vec<RoutePlan>,
}

impl Plan {
    /// The plan of top-level routes that have been compiled.
    pub(in super::super) fn of(routes: &[Arc<Route>], labels: &RouteLabels, fallback: Option<u32>) -> Self {
        let routes = routes.iter().map(|route| RoutePlan::of(route, "", labels)).collect();
        Self { routes, labels: labels.clone(), fallback }
    }

    /// Adds the routes of the library itself to that of the main route.
    pub(in super::super) fn add_children(&mut self, main: usize, path: &str, children: &[Arc<Route>]) {
        let labels = &self.labels;
        if let Some(main) = self.routes.get_mut(main) {
            main.children.extend(children.iter().map(|child| RoutePlan::of(child, path, labels)));
        }
    }

    pub(super) fn children(&self) -> usize {
        self.routes.iter().map(|route| route.children.len()).sum()
    }

    pub(super) fn handlers(&self) -> usize {
        let all = self.routes.iter().flat_map(|route| route.children.iter().chain([route]));
        all.map(|route| route.handlers.len()).sum()
    }
}

impl RoutePlan {
    fn of(route: &Arc<Route>, above: &str, labels: &RouteLabels) -> Self {
        let mut plans = Vec::new();
        route.visit(above, &mut |text, takes_parts, methods| {
            let text = RouteLabels::text(text);
            let place = |method: &Method| Some((*method, labels.place(*method, &text)?));
            let handlers = methods.iter().filter_map(place).collect();
            plans.push(Self { text, takes_parts, handlers, children: Vec::new() });
        });
        let mut plans = plans.into_iter();
        let first = plans.next().expect("a route is visited itself");
        Self { children: plans.collect(), ..first }
    }
}
