package dev.till.federation.role;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How far a machine goes outside of its fleet. {@link #may} is the only table of that; whoever reaches outside asks
 * {@link #require} first.
 */
public enum Role {
    /** No request leaves the machine. */
    SOLO("solo", ""),
    /** Reads, and tells nobody anything. */
    OBSERVER("observer", "anonymous"),
    /** What other installations call {@code named}: an observer that publishes. */
    OBSERVER_WITH_GIST("observer-with-gist", "named"),
    /** Publishes and runs. */
    MEMBER("member", "trusted");

    private final String word;
    private final String level;

    Role(String word, String level) {
        this.word = word;
        this.level = level;
    }

    /** Its name in commands and documents. */
    public String word() {
        return word;
    }

    /** The level of trust that menus know it by; empty for one that reads none. */
    public String level() {
        return level;
    }

    /** Whether it includes a right. */
    public boolean may(Right right) {
        return switch (this) {
            case SOLO -> false;
            case OBSERVER -> right == Right.READ_MENU;
            case OBSERVER_WITH_GIST -> right == Right.READ_MENU || right == Right.PUBLISH || right == Right.REGISTER;
            case MEMBER -> true;
        };
    }

    /** Does nothing when the role includes the right. */
    public void require(Right right) throws NotAllowed {
        if (!may(right)) {
            throw new NotAllowed("role " + word + " may not " + right.words() + " (these may: "
                    + Arrays.stream(values())
                            .filter(role -> role.may(right))
                            .map(Role::word)
                            .collect(Collectors.joining(", "))
                    + "; change it with `till federate role`)");
        }
    }

    /** What it allows, in a sentence. */
    public String explained() {
        return this == SOLO
                ? "no request leaves this machine"
                : "may "
                        + Arrays.stream(Right.values())
                                .filter(this::may)
                                .map(Right::words)
                                .collect(Collectors.joining(", "));
    }

    /** The role of that name, or the one that other installations' name stands for. */
    public static Optional<Role> of(String name) {
        return Arrays.stream(values())
                .filter(role -> role.word.equals(name) || (!role.level.isEmpty() && role.level.equals(name)))
                .findFirst();
    }
}
