//! Exams that can be sat.

use crate::domain::content::Blueprint;
use crate::domain::id::{ExamId, PackId};

/// An exam that can be sat.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// The pack that has it.
    pub pack: PackId,
    /// That pack's name for people.
    pub pack_title: String,
    /// The exam; none for the whole pack.
    pub exam: Option<ExamId>,
    /// Its form.
    pub blueprint: Blueprint,
}
