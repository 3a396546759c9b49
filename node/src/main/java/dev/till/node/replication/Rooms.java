package dev.till.node.replication;

import dev.till.node.replication.catchup.CatchUp;
import dev.till.node.replication.catchup.Library;
import dev.till.node.replication.census.Census;
import dev.till.node.replication.clock.Clocks;
import dev.till.node.replication.link.PeerMessage.Acked;
import dev.till.node.replication.link.PeerMessage.HeadAdvert;
import dev.till.node.replication.link.PeerMessage.PagePart;
import dev.till.node.replication.link.PeerMessage.Pull;
import dev.till.node.replication.link.PeerMessage.TimeAsked;
import dev.till.node.replication.link.PeerMessage.TimeTold;
import dev.till.node.replication.push.Door;
import dev.till.node.replication.push.Pusher;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.DotSet;
import org.apache.pekko.actor.typed.ActorRef;

/** Who deals with what arrives at the door. */
record Rooms(
        ActorRef<Pusher.Command> pusher,
        ActorRef<Census.Command> census,
        ActorRef<Library.Command> library,
        ActorRef<CatchUp.Command> catchUp,
        ActorRef<Clocks.Command> clocks)
        implements Door.House {

    @Override
    public void acked(Acked acked) {
        pusher.tell(new Pusher.AckSeen(acked.from(), acked.number()));
        census.tell(new Census.Told(acked.from(), acked.from(), acked.head()));
    }

    @Override
    public void advertised(HeadAdvert advert) {
        pusher.tell(new Pusher.Heard(advert.from()));
        census.tell(new Census.Told(advert.from(), advert.about(), advert.head()));
    }

    @Override
    public void pulled(Pull pull) {
        library.tell(new Library.Asked(pull));
    }

    @Override
    public void paged(PagePart part) {
        catchUp.tell(new CatchUp.Arrived(part));
    }

    @Override
    public void timeAsked(TimeAsked asked) {
        clocks.tell(new Clocks.Asked(asked));
    }

    @Override
    public void timeTold(TimeTold told) {
        clocks.tell(new Clocks.Told(told));
    }

    @Override
    public void acknowledge(DeviceId to, long number, DotSet applied) {
        census.tell(new Census.Acknowledge(to, number, applied));
    }
}
