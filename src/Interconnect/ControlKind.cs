namespace Pilevisor.Interconnect;

/// <summary>The interconnect's own kinds of frame: <see cref="MessageKind"/> 0x01 to 0x0f.</summary>
public enum ControlKind : byte
{
    /// <summary>Nothing but an acknowledgement.</summary>
    Acknowledgement = 0x01,

    /// <summary>Bring-up, leader to all: who is there?</summary>
    Discover = 0x02,

    /// <summary>Bring-up, member to leader: what it has.</summary>
    Offer = 0x03,

    /// <summary>Bring-up, leader to members: the cluster as it will be.</summary>
    Describe = 0x04,

    /// <summary>Bring-up, member to leader: set-up done.</summary>
    Ready = 0x05,

    /// <summary>Bring-up, leader to members: go.</summary>
    Start = 0x06,

    /// <summary>Clock, member to leader: what is your guest time?</summary>
    TimeRequest = 0x07,

    /// <summary>Clock, leader to member: this.</summary>
    TimeReply = 0x08,

    /// <summary>Shutdown, member to leader: the guest asked for the end.</summary>
    EndRequest = 0x09,

    /// <summary>Shutdown, leader to member: send your counters.</summary>
    CountersRequest = 0x0a,

    /// <summary>Shutdown, member to leader: a part of its counters.</summary>
    CountersReply = 0x0b,

    /// <summary>Shutdown, leader to member: stop your machine.</summary>
    End = 0x0c,

    /// <summary>Shutdown, member to leader: it stops now.</summary>
    Ending = 0x0d,

    /// <summary>A node has panicked: all stop.</summary>
    PanicNotice = 0x0e,

    /// <summary>Bring-up, leader to whoever offers to join or leads too: are you there?</summary>
    Challenge = 0x0f,
}
