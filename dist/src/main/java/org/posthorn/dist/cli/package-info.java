/// The command line: a class for each command, thin over [org.posthorn.dist.admin.Administration].
///
/// Commands throw; [org.posthorn.dist.cli.PosthornCommand] alone decides what an operator reads and the
/// exit code:
/// 0 done, 1 failed, 2 usage.
///
/// | RFC | what of it |
/// |---|---|
/// | 4180 §2 | part: fields of an import file, quoted or not; no line breaks inside them |
package org.posthorn.dist.cli;
