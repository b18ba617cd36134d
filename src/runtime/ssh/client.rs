use super::decoder::Background;
use crate::ui::{Look, ThemeName};
#[derive(Debug, Clone)]
pub struct Client;
impl Client {
    pub fn new(_: &str) -> Self {
        Self
    }
    pub fn set(&mut self, n: &str, _v: &str) -> bool {
        n == "LANG"
    }
    pub fn look(&self, t: Option<ThemeName>, _: Option<Background>) -> Look {
        Look::new(t.unwrap_or_default(), false)
    }
    pub fn asks_background(&self) -> bool {
        false
    }
}
