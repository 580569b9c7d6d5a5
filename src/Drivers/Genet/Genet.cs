using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading;
using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>
/// The Raspberry Pi 4's network interface: a Broadcom GENET v5 with a BCM54213PE behind it. It carries frames of 1514 bytes: longer ones would not fit what its receive buffer hands on as one part. The device does not see the
/// CPUs' caches. The interrupt is for received frames only: sent ones are taken back when their room is needed. Firmware may have left it running.
/// <para>
/// While there is no link, frames are taken, lost and counted, as on a wire that was cut; whoever sends them sees to it that they are sent again. <see cref="GenetLinkMonitor"/> looks after the link.
/// </para>
/// </summary>
/// <param name="mmio">Register access.</param>
/// <param name="hardware">The device tree.</param>
/// <param name="caches">The device reads and writes behind them.</param>
/// <param name="barriers">Ordering towards the device.</param>
/// <param name="counter">Times resets and the PHY's answers.</param>
/// <param name="counters">What is refused or lost is counted.</param>
public sealed class Genet(IMmio mmio, IHardware hardware, ICacheMaintenance caches, IDmaBarriers barriers, ICounter counter, NodeCounters counters) : ILink
{
    /// <summary>Destination, source and EtherType.</summary>
    internal const int EthernetHeaderBytes = 14;

    /// <summary>What every Ethernet carries, without the frame check sequence.</summary>
    public const int LongestFrameBytes = 1514;

    private const uint ReceiveBlock = 0x2000;
    private const uint TransmitBlock = 0x4000;

    // XON at 5 free descriptors, XOFF at 16 used: without pause frames it is of no consequence, and what others write.
    private const uint ReceiveFlowControl = (5 << 16) | (GenetDma.Descriptors >> 4);
    private const uint TransmitFlowControl = 0;
    private const string NotInitialized = "the network interface is used before it is initialised";

    private GenetRegisters? _registers;
    private GenetMac? _mac;
    private Bcm54213Phy? _phy;
    private GenetDma? _transmitRing;
    private GenetReceiver? _receiver;
    private GenetTransmitter? _transmitter;
    private InterruptId _interrupt;
    private LinkSpeed _speed = LinkSpeed.Down;
    private bool _isConnected;

    // How the transmit ring stood when it was looked at last; nothing if there was no link.
    private ushort? _sentAtLastLook;

    /// <inheritdoc/>
    public MacAddress Address { get; private set; }

    /// <inheritdoc/>
    public int MaximumFrameBytes => LongestFrameBytes;

    /// <summary>None: what the device wants to know of a frame is in its descriptor.</summary>
    public int HeadroomBytes => 0;

    /// <inheritdoc/>
    public bool Gathers => true;

    /// <summary>The first of the device's two, a level. The second is of the priority rings, which are not used.</summary>
    public InterruptId Interrupt
    {
        get
        {
            Panic.Unless(IsInitialized, NotInitialized);
            return _interrupt;
        }
    }

    /// <summary>Whether the device is set up; the link may still be down.</summary>
    internal bool IsInitialized => _registers is not null;

    /// <inheritdoc/>
    /// <exception cref="PanicException">If there is no such device, or it cannot be used; the text says why.</exception>
    public void Initialize(IPhysicalMemory memory, int wholeBytes, int headBytes)
    {
        Panic.Unless(!IsInitialized, "the network interface is initialised twice");
        DeviceResource resource = hardware.Require("brcm,bcm2711-genet-v5"u8, "network interface", 1, 1);
        GenetRegisters registers = new(mmio, counter, resource.Regions[0]);
        CheckVersion(registers);
        GenetMac mac = new(registers);
        Address = ChooseAddress(in resource, mac);
        GenetDma receiveRing = new(registers, ReceiveBlock, ReceiveFlowControl, "receive");
        GenetDma transmitRing = new(registers, TransmitBlock, TransmitFlowControl, "transmit");
        Quiet(mac, receiveRing, transmitRing);
        mac.Configure(Address);
        Bcm54213Phy phy = new(registers, new GenetMdio(registers));
        phy.Initialize();

        _receiver = new GenetReceiver(receiveRing, new GenetReceiveBuffers(memory, caches, wholeBytes, headBytes), barriers, counters);
        _transmitter = new GenetTransmitter(transmitRing, caches);
        _receiver.Prepare();
        _transmitter.Prepare();
        receiveRing.Start();
        transmitRing.Start();
        registers.Write(GenetRegister.InterruptMaskClear, GenetBits.InterruptReceived);
        _transmitRing = transmitRing;
        _mac = mac;
        _phy = phy;
        _interrupt = resource.Interrupts[0];
        _registers = registers;
    }

    /// <summary>Puts a frame on the wire. While there is no link it is lost, counted, and its buffer is free at once.</summary>
    /// <inheritdoc/>
    public bool TryTransmit(FrameBuffer frame)
    {
        if (frame.Length < EthernetHeaderBytes || frame.FrameBytes > LongestFrameBytes) RefuseLength(frame.FrameBytes);
        Panic.Unless(_transmitter is not null, NotInitialized);
        if (Volatile.Read(ref _isConnected)) return _transmitter.TryTransmit(frame);
        Panic.Unless(!frame.InFlight, "a frame is transmitted while the device still reads it");
        counters.Add(Counter.UnsentFrames);
        return true;
    }

    /// <inheritdoc/>
    public void ReclaimTransmitted()
    {
        Panic.Unless(_transmitter is not null, NotInitialized);
        _transmitter.Reclaim();
    }

    /// <inheritdoc/>
    public bool TryReceive(out ReceivedFrame frame)
    {
        Panic.Unless(_receiver is not null, NotInitialized);
        return _receiver.TryReceive(out frame);
    }

    /// <inheritdoc/>
    public void Return(ReceivedFrame frame)
    {
        Panic.Unless(_receiver is not null, NotInitialized);
        _receiver.Return(frame.Buffer);
    }

    /// <inheritdoc/>
    public void AcknowledgeInterrupt()
    {
        Panic.Unless(_registers is not null, NotInitialized);
        uint pending = _registers.Read(GenetRegister.InterruptStatus);
        if (pending != 0) _registers.Write(GenetRegister.InterruptClear, pending);
    }

    /// <summary>Looks at the link and sets the MAC to it. One CPU at a time; frames may be sent and received meanwhile. Takes some 100 us.</summary>
    /// <returns>How it stands.</returns>
    internal LinkSpeed LookAtLink()
    {
        Panic.Unless(_mac is not null && _phy is not null, NotInitialized);
        counters.Add(Counter.OverrunFrames, _mac.TakeOverflows());
        LinkSpeed speed = _phy.Look();
        if (speed == _speed) return speed;
        if (_isConnected) Disconnect(_mac);
        if (speed <= LinkSpeed.Megabits1000) Connect(_mac, speed);
        _speed = speed;
        return speed;
    }

    /// <summary>Whether the device has frames to send, and has sent none since this was asked last, with a link all the time. One CPU at a time.</summary>
    internal bool IsStuck()
    {
        Panic.Unless(_transmitRing is not null, NotInitialized);
        ushort sent = (ushort)_transmitRing.DeviceIndex;
        bool isStuck = _isConnected && sent == _sentAtLastLook && _transmitRing.DriverIndex != sent;
        _sentAtLastLook = _isConnected ? sent : null;
        return isStuck;
    }

    private static void CheckVersion(GenetRegisters registers)
    {
        uint revision = registers.Read(GenetRegister.Revision);
        if (((revision >> GenetBits.MajorShift) & 0xf) == GenetBits.MajorVersion5) return;
        Panic.Fail($"the network interface at {registers.Start} is not a GENET v5: SYS_REV_CTRL reads {revision:x}");
    }

    private static MacAddress ChooseAddress(in DeviceResource resource, GenetMac mac)
    {
        MacAddress address = resource.EthernetAddress.Value != 0 ? resource.EthernetAddress : mac.ReadAddress();
        if (address.Value == 0) Panic.Fail("the network interface has no Ethernet address: the firmware writes it into the device tree (local-mac-address of its node), so boot with the one that the firmware hands over");
        return address;
    }

    // Firmware that boots from the network may leave it receiving into memory that is ours now.
    private static void Quiet(GenetMac mac, GenetDma receiveRing, GenetDma transmitRing)
    {
        mac.MaskInterrupts();
        mac.StopReceiving();
        bool transmitStopped = transmitRing.TryStop();
        bool receiveStopped = receiveRing.TryStop();
        mac.Reset();

        // What waited for a frame to leave has nothing to wait for any more.
        if (!transmitStopped) transmitRing.RequireStopped();
        if (!receiveStopped) receiveRing.RequireStopped();
    }

    private void Connect(GenetMac mac, LinkSpeed speed)
    {
        mac.Connect(speed);
        Volatile.Write(ref _isConnected, true);
    }

    private void Disconnect(GenetMac mac)
    {
        Volatile.Write(ref _isConnected, false);
        mac.Disconnect();
        _sentAtLastLook = null;
        counters.Add(Counter.LinkLosses);
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RefuseLength(int bytes) => Panic.Fail($"a frame of {bytes} bytes is not between {EthernetHeaderBytes} and {LongestFrameBytes}");
}
