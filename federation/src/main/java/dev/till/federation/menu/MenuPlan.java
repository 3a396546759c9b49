package dev.till.federation.menu;

import dev.till.federation.menu.Menu.Container;
import dev.till.federation.menu.Menu.Directive;
import dev.till.federation.menu.Menu.DirectiveType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Decides what a site does about a menu that it may run. */
public final class MenuPlan {
    private MenuPlan() {}

    /**
     * What is known of a site.
     *
     * @param level its level of trust, as menus name it
     * @param installed the version of each container that is here, by name
     * @param settled the ids of directives that were begun before, whatever became of them
     * @param allowed kinds of directives that the machine's owner lets a hub give
     */
    public record Site(
            Facts facts, String level, Map<String, String> installed, Set<String> settled, Set<DirectiveType> allowed) {
        public Site {
            installed = Map.copyOf(installed);
            settled = Set.copyOf(settled);
            allowed = Set.copyOf(allowed);
        }
    }

    /** One thing to do, or not to do and why. */
    public sealed interface Step {
        /** Have a container at a version; {@code update} when another version of it is here. */
        record Have(Container container, boolean update) implements Step {}

        /** Follow a directive. */
        record Follow(Directive directive) implements Step {}

        /** Leave it. */
        record Skip(String what, String why) implements Step {}
    }

    /** Containers first, then directives, the more urgent first, else in the order of the menu. */
    public static List<Step> of(Menu menu, Site site) {
        var steps = new ArrayList<Step>();
        menu.containers().forEach(container -> steps.add(container(container, site)));
        menu.directives().stream()
                .sorted(Comparator.comparing(Directive::priority).reversed())
                .forEach(directive -> steps.add(directive(directive, site)));
        return steps;
    }

    private static Step container(Container container, Site site) {
        if (!container.isStandardAt(site.level())) {
            return new Step.Skip(container.name(), "not standard for " + site.level());
        }
        var here = site.installed().get(container.name());
        return container.version().equals(here)
                ? new Step.Skip(container.name(), "is here at " + here)
                : new Step.Have(container, here != null);
    }

    private static Step directive(Directive directive, Site site) {
        if (!directive.why().isEmpty()) {
            return new Step.Skip(directive.id(), directive.why());
        }
        // From here on its type is known.
        var type = directive.type().orElseThrow();
        if (site.settled().contains(directive.id())) {
            return new Step.Skip(directive.id(), "was followed before");
        }
        if (!site.allowed().contains(type)) {
            return new Step.Skip(
                    directive.id(), "the owner of this machine does not allow this kind; see the setting menu-allow");
        }
        if (!directive.condition().holds(site.facts())) {
            return new Step.Skip(directive.id(), "its condition does not hold");
        }
        return new Step.Follow(directive);
    }
}
