using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Pilevisor.Toolchain.Tests;

/// <summary>The types of Pilevisor.CoreLib and their members, each as text with its signature. Derived types have what their base types have.</summary>
internal sealed class CoreLibMembers
{
    private CoreLibMembers(HashSet<string> all) => All = all;

    public static string FrameworkDirectory { get; } = Path.Combine(AppContext.BaseDirectory, "framework");

    public HashSet<string> All { get; }

    public static CoreLibMembers Read()
    {
        using PEReader file = new(File.OpenRead(Path.Combine(FrameworkDirectory, "Pilevisor.CoreLib.dll")));
        MetadataReader metadata = file.GetMetadataReader();
        HashSet<string> all = [];
        foreach (TypeDefinitionHandle handle in metadata.TypeDefinitions) AddType(metadata, handle, all);
        return new CoreLibMembers(all);
    }

    private static void AddType(MetadataReader metadata, TypeDefinitionHandle handle, HashSet<string> all)
    {
        string name = SignatureText.Instance.GetTypeFromDefinition(metadata, handle, 0);
        all.Add(name);
        for (EntityHandle current = handle; current.Kind == HandleKind.TypeDefinition;)
        {
            TypeDefinition type = metadata.GetTypeDefinition((TypeDefinitionHandle)current);
            foreach (MethodDefinitionHandle method in type.GetMethods())
            {
                MethodDefinition definition = metadata.GetMethodDefinition(method);
                all.Add($"{name}::{metadata.GetString(definition.Name)}{SignatureText.Of(definition.DecodeSignature(SignatureText.Instance, null))}");
            }
            foreach (FieldDefinitionHandle field in type.GetFields())
            {
                FieldDefinition definition = metadata.GetFieldDefinition(field);
                all.Add($"{name}::{metadata.GetString(definition.Name)} : {definition.DecodeSignature(SignatureText.Instance, null)}");
            }
            if (type.BaseType.IsNil) break;
            current = type.BaseType;
        }
    }
}
