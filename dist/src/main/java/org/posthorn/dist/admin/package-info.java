/// Managing a Posthorn: what can be asked and changed ([org.posthorn.dist.admin.Administration]), done on
/// the store itself, offered over HTTP by a running server, and asked for over HTTP by the command line.
///
/// | RFC | what of it |
/// |---|---|
/// | 6750 §2.1 | part: the token comes in the Authorization field, nowhere else |
package org.posthorn.dist.admin;
