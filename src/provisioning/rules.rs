//! stub for compile
use super::evidence::Rule;
/// x
pub fn find(_: &str) -> Option<&'static Rule> {
    None
}
