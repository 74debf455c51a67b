/// P1 proven on the real process: it is killed under load, over and over, and must have kept every word it
/// gave.
package org.posthorn.dist.crash;
