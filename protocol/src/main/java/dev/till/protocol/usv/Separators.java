package dev.till.protocol.usv;

/** The two bytes that give a log its form. They are data to no text function here: nothing is ever trimmed by them. */
final class Separators {

    /** Between the fields of a record. */
    static final char FIELD = 0x1F;

    /** After every record. */
    static final char RECORD = 0x1E;

    private Separators() {}
}
