package dev.databases.examples.notes;

/**
 * One row of {@link Notes}, as {@link Main} fetches it.
 *
 * @param id its number, given by the database
 * @param text what is to be done
 * @param completed whether it is done
 */
// tag::record[]
record Note(long id, String text, boolean completed) {}
// end::record[]
