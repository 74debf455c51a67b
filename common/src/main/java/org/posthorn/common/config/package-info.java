/// `posthorn.toml` as typed records: what can be set, in which units, with which defaults.
///
/// [org.posthorn.common.config.ConfigFile] is the front door. Every key is declared once, as a
/// [org.posthorn.common.config.Key] beside the record component that it fills; reading, refusing, suggesting and the
/// commented file that `posthorn init` writes all come from those declarations.
///
/// - RFC 1123 §2.1, §6.1.3.5 (host names): whole
/// - RFC 3501 §9 (sizes): part, the largest message
package org.posthorn.common.config;
