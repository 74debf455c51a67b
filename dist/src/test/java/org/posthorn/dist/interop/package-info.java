/// Other people's clients against the packaged server: what they do must work, in their own order and
/// spelling.
///
/// A test is skipped when its program is not installed, unless `-Dposthorn.interop=required` (as in
/// `.ci/run`).
package org.posthorn.dist.interop;
