using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Pilevisor.Launch.Running;

namespace Pilevisor.Launch.Traces;

/// <summary>Writes a Lua script by which Wireshark reads the nodes' frames: made of the types that the nodes themselves read them by, so that it is right for this version of the wire format.</summary>
public static class WiresharkDissector
{
    private const int EtherType = 0x88b5;

    /// <summary>The script.</summary>
    /// <param name="variant">Whose frames it is for.</param>
    /// <param name="names">What that calls its messages.</param>
    public static string Write(string variant, MessageNames names)
    {
        StringBuilder lua = new();
        lua.Append($"-- Written by `pilevisor dissector` for {variant}, wire format {FrameHeader.CurrentVersion}: wireshark -X lua_script:THIS CAPTURE\n");
        Declare(lua, names);
        Dissect(lua);
        lua.Append($"\nDissectorTable.get(\"ethertype\"):add(0x{EtherType:x}, pilevisor)\n");
        return lua.ToString();
    }

    private static void Declare(StringBuilder lua, MessageNames names)
    {
        lua.Append("local pilevisor = Proto(\"pilevisor\", \"Pilevisor\")\nlocal fields = pilevisor.fields\nlocal kinds = {\n");
        foreach ((byte kind, string name) in names.All.OrderBy(name => name.Key)) lua.Append($"    [{kind}] = \"{name}\",\n");
        lua.Append("}\n");
        foreach ((string name, _, int bytes) in Fields()) lua.Append($"fields.{name} = ProtoField.uint{8 * bytes}(\"pilevisor.{name}\", \"{name}\", {Base(name)}{(name == "kind" ? ", kinds" : "")})\n");
        foreach (FrameFlags flag in Flags()) lua.Append($"fields.{Lower($"{flag}")} = ProtoField.bool(\"pilevisor.{Lower($"{flag}")}\", \"{flag}\", 16, nil, 0x{(ushort)flag:x})\n");
        lua.Append($$"""
            fields.body = ProtoField.bytes("pilevisor.body", "body")
            fields.check = ProtoField.uint32("pilevisor.check", "check", base.HEX)
            fields.payload = ProtoField.bytes("pilevisor.payload", "payload")

            local function node(number) return number == 0x{{FrameHeader.Unassigned.Value:x}} and "?" or "node " .. number end


            """);
    }

    private static void Dissect(StringBuilder lua)
    {
        lua.Append($$"""
            function pilevisor.dissector(buffer, pinfo, tree)
                if buffer:len() < {{FrameHeader.Bytes}} then return 0 end
                pinfo.cols.protocol = "Pilevisor"
                if buffer(0, 4):le_uint() ~= 0x{{FrameHeader.ExpectedMagic:x}} then
                    pinfo.cols.info = "sealed, or of none of our nodes"
                    return buffer:len()
                end
                local root = tree:add(pilevisor, buffer())

            """);
        foreach ((string name, int offset, int bytes) in Fields()) lua.Append($"    local {name} = buffer({offset}, {bytes})\n    {(name == "flags" ? "local marks = " : "")}root:add_le(fields.{name}, {name})\n");
        foreach (FrameFlags flag in Flags()) lua.Append($"    marks:add_le(fields.{Lower($"{flag}")}, flags)\n");
        lua.Append($$"""
                local check = payloadbytes:le_uint() > 0 and {{PayloadStart - sizeof(uint)}} or {{FrameHeader.Bytes}} + math.floor((bodybytes:le_uint() + 7) / 8) * 8
                if bodybytes:le_uint() > 0 then root:add(fields.body, buffer({{FrameHeader.Bytes}}, bodybytes:le_uint())) end
                root:add_le(fields.check, buffer(check, 4))
                if payloadbytes:le_uint() > 0 then root:add(fields.payload, buffer({{PayloadStart}}, payloadbytes:le_uint())) end
                pinfo.cols.info = string.format("%s, %s to %s%s", kinds[kind:uint()] or "unknown", node(source:uint()), node(destination:uint()),
                    payloadbytes:le_uint() > 0 and string.format(", %d bytes", payloadbytes:le_uint()) or "")
                return buffer:len()
            end

            """);
    }

    // Behind the Ethernet header.
    private static int PayloadStart => FrameCodec.PayloadOffset - EthernetHeader.Bytes;

    private static IEnumerable<FrameFlags> Flags() => Enum.GetValues<FrameFlags>().Where(flag => flag is not (FrameFlags.None or FrameFlags.All));

    private static IEnumerable<(string Name, int Offset, int Bytes)> Fields() =>
        typeof(FrameHeader).GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Select(field => (Lower(field.Name.TrimStart('_')), (int)Marshal.OffsetOf<FrameHeader>(field.Name), Size(field.FieldType)));

    private static int Size(Type type) => type.IsEnum ? Marshal.SizeOf(Enum.GetUnderlyingType(type)) : type == typeof(Cycles) ? sizeof(ulong) : Marshal.SizeOf(type);

    private static string Lower(string name) => name.ToLowerInvariant();

    private static string Base(string name) => name is "magic" or "epoch" or "payloadcheck" or "kept" or "flags" ? "base.HEX" : "base.DEC";
}
