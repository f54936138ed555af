//! A small pack to start from.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::domain::id::PackId;

/// Path in the new pack, and text; `my-pack` stands for the id.
const FILES: [(&str, &str); 2] =
    [("pack.yaml", include_str!("new/pack.yaml")), ("first.yaml", include_str!("new/first.yaml"))];

/// Why no new pack was made.
#[derive(Debug, Error)]
pub enum NotMade {
    /// There is something already.
    #[error("{0} is not empty")]
    NotEmpty(PathBuf),
    /// The disk said no.
    #[error("{path} can't be written")]
    Unwritable {
        /// What was to be written.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
}

/// Makes a small commented pack that passes [`load`](super::load) in `folder`, which is made if it isn't there.
///
/// # Errors
/// When the folder has anything in it, or can't be written.
pub fn new(folder: &Path, id: &PackId) -> Result<(), NotMade> {
    let unwritable = |path: &Path| {
        let path = path.to_owned();
        move |source| NotMade::Unwritable { path, source }
    };
    fs::create_dir_all(folder).map_err(unwritable(folder))?;
    if fs::read_dir(folder).map_err(unwritable(folder))?.next().is_some() {
        return Err(NotMade::NotEmpty(folder.to_owned()));
    }
    for (name, text) in FILES {
        let path = folder.join(name);
        fs::write(&path, text.replace("my-pack", id.as_str())).map_err(unwritable(&path))?;
    }
    Ok(())
}
