package dev.till.node.discovery;

import dev.till.node.message.Announcement;
import dev.till.node.message.Endpoint;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.FleetId;
import java.net.Inet4Address;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.jmdns.ServiceInfo;

/**
 * What is said over multicast DNS: one service instance of type {@value #TYPE} with the text keys {@code v} (major version
 * of these keys, 1), {@code fleet}, {@code device}, {@code port}.
 *
 * <p>Anyone on the network can say anything here, so reading is strict about form and believes nothing else.
 */
final class MdnsRecord {
    /** The service type. */
    static final String TYPE = "_till._tcp.local.";

    private static final String VERSION = "1";
    private static final int ADDRESSES = 4;

    private MdnsRecord() {}

    static ServiceInfo write(Announcement own) {
        var text = Map.of(
                "v", VERSION,
                "fleet", own.fleet().value(),
                "device", own.device().toString(),
                "port", Integer.toString(own.endpoint().port()));
        return ServiceInfo.create(TYPE, instance(own), own.endpoint().port(), 0, 0, text);
    }

    /** The instance name: what people see in a browser of services. Unique also where two devices have one name. */
    static String instance(Announcement own) {
        return own.name() + "-" + own.device().abbreviated();
    }

    /** The endpoints of another device of our fleet; empty when it is anything else. */
    static List<Endpoint> read(ServiceInfo info, Announcement own) {
        if (!isOurs(info, own)) {
            return List.of();
        }
        return Arrays.stream(info.getInet4Addresses())
                .filter(MdnsRecord::isPlausible)
                .limit(ADDRESSES)
                .map(address -> new Endpoint(address.getHostAddress(), info.getPort()))
                .toList();
    }

    static boolean isOurs(ServiceInfo info, Announcement own) {
        return VERSION.equals(info.getPropertyString("v"))
                && fleet(info).filter(own.fleet()::equals).isPresent()
                && device(info).filter(device -> !device.equals(own.device())).isPresent()
                && Integer.toString(info.getPort()).equals(info.getPropertyString("port"))
                && info.getPort() >= 1
                && info.getPort() <= 65_535;
    }

    private static boolean isPlausible(Inet4Address address) {
        return !(address.isLoopbackAddress() || address.isAnyLocalAddress() || address.isMulticastAddress());
    }

    private static Optional<FleetId> fleet(ServiceInfo info) {
        try {
            return Optional.ofNullable(info.getPropertyString("fleet")).map(FleetId::new);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<DeviceId> device(ServiceInfo info) {
        try {
            return Optional.ofNullable(info.getPropertyString("device")).map(DeviceId::parse);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
