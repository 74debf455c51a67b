/// Managing a Posthorn: what can be asked and changed ([org.posthorn.dist.admin.Administration]), done on
/// the store itself, offered over HTTP by a running server, and asked for over HTTP by the command line.
///
/// - RFC 6750 §2.1 (bearer tokens): part, in the Authorization field and nowhere else
package org.posthorn.dist.admin;
