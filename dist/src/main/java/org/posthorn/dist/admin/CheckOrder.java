package org.posthorn.dist.admin;

/// What a check is to do.
///
/// @param repair mend what can be mended
public record CheckOrder(boolean repair) {}
