/**
 * The JSON a gateway sends and takes: lenient, streaming readers of its objects and errors. Knows
 * the API's field names; neither HTTP nor what the answers are for. Begin at {@link
 * org.csiscaleio.gateway.json.JsonInput}.
 */
@NullMarked
package org.csiscaleio.gateway.json;

import org.jspecify.annotations.NullMarked;
