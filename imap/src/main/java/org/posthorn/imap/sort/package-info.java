/// SORT: by what messages are sorted, and the sorting. The front doors are [org.posthorn.imap.sort.SortCriteria] and
/// [org.posthorn.imap.sort.Sorter].
///
/// All values come from placements and message records, where the store keeps them ready; the values of a sort are
/// columns, arrays with a number or a text for each message.
///
/// - RFC 5256 (SORT), RFC 5957 (SORT=DISPLAY): *whole*
/// - RFC 5051 (i;unicode-casemap, ordering): *whole*
package org.posthorn.imap.sort;
