package dev.till.node.membership;

import dev.till.node.message.Endpoint;
import java.util.function.Consumer;

/**
 * Speaks to the process that runs under the same key and to nobody else, until that one answers: it may just have been without
 * a cluster system when it was met, and both are to know.
 */
final class TwinTelling {
    private final Standing mine;
    private final Voice voice;
    private final Consumer<Twin> met;

    /** @param met is told of the twin whenever it speaks */
    TwinTelling(Standing mine, Voice voice, Consumer<Twin> met) {
        this.mine = mine;
        this.voice = voice;
        this.met = met;
    }

    /** Says once that this process is there. */
    void tell(Endpoint twin) {
        voice.greet(mine, twin);
    }

    /** Hears what somebody says. */
    void hear(Greeting greeting) {
        if (greeting instanceof Greeting.Answer answer) {
            Twin.met(mine, answer.standing(), true).ifPresent(met);
        } else if (greeting instanceof Greeting.Greet greet && greet.standing().isTwinOf(mine)) {
            voice.answer(mine, greet);
        }
    }
}
