//! Modules.

use crate::checker::Outcome;
use crate::context::Context;
use crate::sink::Sink;

/// D.

pub(crate) struct Demands {}

impl Demands {
    pub(crate) fn new() -> Demands {
        Demands {}
    }

    pub(crate) fn check(&mut self, _: &Context, _: &mut Sink, _: &mut Outcome, _: &mut Vec<&'static str>) {}
}
