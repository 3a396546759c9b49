package dev.till.federation.role;

/** Something that needs the outside world. */
public enum Right {
    /** Read the menu of the hub. */
    READ_MENU("read the menu"),
    /** Keep a gist that says how this machine is. */
    PUBLISH("publish a gist"),
    /** Tell a hub where that gist is. */
    REGISTER("register with a hub"),
    /** Do what the menu says. */
    RUN_MENU("run the menu"),
    /** Be a hub: read what has registered and write the summary back. */
    COLLECT("collect as a hub");

    private final String words;

    Right(String words) {
        this.words = words;
    }

    /** What it lets one do, in words. */
    public String words() {
        return words;
    }
}
