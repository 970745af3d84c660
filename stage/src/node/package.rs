//! What a zip would hold, laid out in a folder.

use crate::folder::Folder;
use serde_json::Value;
use std::fs;
use std::path::Path;

/// A package, as long as this is held.
#[derive(Debug)]
pub struct Package {
    folder: Folder,
}

impl Package {
    /// An empty one.
    pub fn new(name: &str) -> Self {
        Self { folder: Folder::new(name) }
    }

    /// The shim, a copy of the one that ships: `edge/index.mjs`.
    pub fn shim(self, path: &Path) -> Self {
        self.copy(path, "index.mjs")
    }

    /// The addon, as cargo has built it.
    pub fn addon(self, path: &Path) -> Self {
        self.copy(path, "addon.node")
    }

    /// A CloudFront Function, with what its store has, asked as a trigger of Lambda@Edge is.
    pub fn viewer_function(self, code: &str, store: &Value) -> Self {
        self.file("index.mjs", include_str!("../../viewer-function/index.mjs"))
            .file("function.mjs", format!("{code}\nexport {{ handler }};\n"))
            .file(
                "node_modules/cloudfront/package.json",
                r#"{ "type": "module", "main": "index.js" }"#,
            )
            .file(
                "node_modules/cloudfront/index.js",
                include_str!("../../viewer-function/cloudfront.js"),
            )
            .file("store.json", store.to_string())
    }

    /// The text of `sizewise.toml`.
    pub fn policy(self, text: &str) -> Self {
        self.file("sizewise.toml", text)
    }

    /// A signing key.
    pub fn key(self, name: &str, text: &str) -> Self {
        self.file(&format!("keys/{name}"), text)
    }

    pub fn file(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.folder.write(name, bytes);
        self
    }

    /// A copy, and no link: what Node has loaded, cargo may not write over. Who may run it may run it there too.
    pub fn copy(self, from: &Path, name: &str) -> Self {
        let copied = fs::copy(from, self.folder.path().join(name));
        copied.unwrap_or_else(|error| panic!("{}: {error}", from.display()));
        self
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}
