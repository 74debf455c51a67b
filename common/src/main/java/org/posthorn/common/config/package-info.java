/// `posthorn.toml` as typed records: what can be set, in which units, with which defaults.
///
/// [org.posthorn.common.config.ConfigFile] is the front door. Every key is declared once, as a
/// [org.posthorn.common.config.Key] beside the record component that it fills; reading, refusing, suggesting and the
/// commented file that `posthorn init` writes all come from those declarations.
///
/// | RFC | what of it |
/// |---|---|
/// | 1123 §2.1 | whole: the syntax of host names |
package org.posthorn.common.config;
