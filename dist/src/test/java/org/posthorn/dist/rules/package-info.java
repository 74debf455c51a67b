/// What holds for all of the code: directions, forbidden calls, citations, form.
package org.posthorn.dist.rules;
