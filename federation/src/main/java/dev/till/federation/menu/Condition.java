package dev.till.federation.menu;

/**
 * Under which circumstances a directive counts, such as {@code version < 1.5.0 && (platform == linux || has_component("printer"))}.
 *
 * <p>{@link ConditionParser} makes one; it is data, and what it can ask is what stands here.
 */
public sealed interface Condition {

    /** Whether it holds of a site. */
    boolean holds(Facts facts);

    /** How two versions, or a count and a number, are compared. */
    enum Comparison {
        LESS("<"),
        AT_MOST("<="),
        MORE(">"),
        AT_LEAST(">="),
        EQUAL("=="),
        UNEQUAL("!=");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }

        boolean holds(int order) {
            return switch (this) {
                case LESS -> order < 0;
                case AT_MOST -> order <= 0;
                case MORE -> order > 0;
                case AT_LEAST -> order >= 0;
                case EQUAL -> order == 0;
                case UNEQUAL -> order != 0;
            };
        }
    }

    /** Always. */
    record Always() implements Condition {
        @Override
        public boolean holds(Facts facts) {
            return true;
        }
    }

    record And(Condition left, Condition right) implements Condition {
        @Override
        public boolean holds(Facts facts) {
            return left.holds(facts) && right.holds(facts);
        }
    }

    record Or(Condition left, Condition right) implements Condition {
        @Override
        public boolean holds(Facts facts) {
            return left.holds(facts) || right.holds(facts);
        }
    }

    record Not(Condition inner) implements Condition {
        @Override
        public boolean holds(Facts facts) {
            return !inner.holds(facts);
        }
    }

    /** {@code has_component("printer")}. */
    record HasComponent(String name) implements Condition {
        @Override
        public boolean holds(Facts facts) {
            return facts.components().containsKey(name);
        }
    }

    /** {@code version < 1.5.0}: of till itself. A site whose version is none meets no such condition. */
    record OfVersion(Comparison comparison, VersionText version) implements Condition {
        @Override
        public boolean holds(Facts facts) {
            try {
                return comparison.holds(VersionText.parse(facts.version()).compareTo(version));
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
    }

    /** {@code platform == linux}. */
    record OfPlatform(boolean equal, String platform) implements Condition {
        @Override
        public boolean holds(Facts facts) {
            return facts.platform().equals(platform) == equal;
        }
    }

    /** {@code role != observer}. */
    record OfRole(boolean equal, String role) implements Condition {
        @Override
        public boolean holds(Facts facts) {
            return facts.role().equals(role) == equal;
        }
    }

    /** {@code components >= 2}: how many there are. */
    record OfCount(Comparison comparison, long number) implements Condition {
        @Override
        public boolean holds(Facts facts) {
            return comparison.holds(Long.compare(facts.components().size(), number));
        }
    }
}
