/// Finds the test vectors that lie beside the project (`shared/vectors`): real mail and other projects'
/// test data, which the project reads and never copies.
package org.posthorn.common.vectors;
